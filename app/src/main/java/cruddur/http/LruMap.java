package cruddur.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that drops the least recently used entry when it is full.
public final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private final int capacity;

    /// @param capacity the most entries that it keeps
    public LruMap(int capacity) {
        super(16, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
