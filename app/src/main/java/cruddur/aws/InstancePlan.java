package cruddur.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.Tag;

/// The requests that create an instance.
public final class InstancePlan {

    /// A parameter group belongs to one family of versions, so its name ends in the family's.
    static final String GROUP = "cruddur-";

    private static final Tag TAG =
            Tag.builder().key("application").value("cruddur").build();

    private static final Parameter FORCE_TLS = Parameter.builder()
            .parameterName("rds.force_ssl")
            .parameterValue("1")
            .applyMethod(ApplyMethod.IMMEDIATE)
            .build();

    private final CreateDbInstanceRequest instance;
    private final Optional<String> ownGroupsFamily;

    /// @param settings by AWS's names; if they name no parameter group and TLS is forced, the plan
    ///   creates one
    /// @param family of versions, for example `postgres17`
    InstancePlan(Map<String, Object> settings, List<String> securityGroups, String family, boolean forceTls) {
        boolean ownGroup = forceTls && !settings.containsKey("DBParameterGroupName");
        this.ownGroupsFamily = Optional.of(family).filter(_ -> ownGroup);
        CreateDbInstanceRequest.Builder builder =
                Fields.into(CreateDbInstanceRequest.builder(), settings).tags(TAG);
        ownGroupsFamily.ifPresent(own -> builder.dbParameterGroupName(GROUP + own));
        this.instance = (securityGroups.isEmpty() ? builder : builder.vpcSecurityGroupIds(securityGroups)).build();
    }

    /// The requests by AWS's names, in the order in which they are made; without the password.
    public Map<String, Object> requests() {
        Map<String, Object> requests = new LinkedHashMap<>();
        createGroup().ifPresent(group -> requests.put("CreateDBParameterGroup", fields(group)));
        modifyGroup().ifPresent(group -> requests.put("ModifyDBParameterGroup", fields(group)));
        requests.put("CreateDBInstance", fields(instance));
        return requests;
    }

    private static Map<String, Object> fields(SdkPojo request) {
        return Fields.of(request);
    }

    public String identifier() {
        return instance.dbInstanceIdentifier();
    }

    CreateDbInstanceRequest instance() {
        return instance;
    }

    Optional<CreateDbParameterGroupRequest> createGroup() {
        return ownGroupsFamily.map(family -> CreateDbParameterGroupRequest.builder()
                .dbParameterGroupName(GROUP + family)
                .dbParameterGroupFamily(family)
                .description("Cruddur: refuses connections without TLS")
                .tags(TAG)
                .build());
    }

    Optional<ModifyDbParameterGroupRequest> modifyGroup() {
        return ownGroupsFamily.map(family -> ModifyDbParameterGroupRequest.builder()
                .dbParameterGroupName(GROUP + family)
                .parameters(FORCE_TLS)
                .build());
    }

    /// The settings in which an existing instance differs, as parts of a sentence. The version is not
    /// compared, because AWS upgrades it.
    public List<String> differences(Instance there) {
        Map<String, Object> described = new LinkedHashMap<>(there.fields());
        described.putAll(there.pending());
        return Fields.of(instance).entrySet().stream()
                .filter(wanted -> described.containsKey(wanted.getKey()))
                .filter(wanted -> !wanted.getKey().matches("EngineVersion|MasterUserPassword"))
                .filter(wanted -> !Objects.equals(described.get(wanted.getKey()), wanted.getValue()))
                .map(wanted ->
                        wanted.getKey() + " is " + described.get(wanted.getKey()) + " and not " + wanted.getValue())
                .toList();
    }
}
