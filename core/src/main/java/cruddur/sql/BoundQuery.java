package cruddur.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A query and the values of its parameters, for one call, by one thread.
public final class BoundQuery {

    private final Query query;
    private final Map<String, Object> values;

    BoundQuery(Query query) {
        this(query, new HashMap<>());
    }

    private BoundQuery(Query query, Map<String, Object> values) {
        this.query = query;
        this.values = values;
    }

    /// Adds a value.
    ///
    /// @param value an empty `Optional` is SQL's null
    public BoundQuery with(String parameter, Object value) {
        values.put(parameter, value);
        return this;
    }

    /// The same values for a query that was derived from this one.
    public BoundQuery as(UnaryOperator<Query> other) {
        return new BoundQuery(other.apply(query), values);
    }

    public Shape shape() {
        return query.shape();
    }

    /// As [Query#name].
    public String name() {
        return query.name();
    }

    public String sql() {
        return query.sql();
    }

    /// As [Query#jdbc].
    public String jdbc() {
        return query.jdbc();
    }

    /// The names of the parameters, in the order of [#values].
    public List<String> parameters() {
        return query.parameters();
    }

    /// The values in the order of the parameters.
    ///
    /// @throws IllegalArgumentException if a value is missing or its name is unknown (a defect of
    ///   the caller)
    public List<@Nullable Object> values() {
        if (values.size() != query.parameters().size() || !values.keySet().containsAll(query.parameters())) {
            throw new IllegalArgumentException(
                    query.name() + " takes " + query.parameters() + ", and was given " + values.keySet());
        }
        List<@Nullable Object> ordered = new ArrayList<>(values.size());
        for (String parameter : query.parameters()) {
            ordered.add(
                    values.get(parameter) instanceof Optional<?> maybe ? maybe.orElse(null) : values.get(parameter));
        }
        return ordered;
    }
}
