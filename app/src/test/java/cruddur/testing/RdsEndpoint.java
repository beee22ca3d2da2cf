package cruddur.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Answers as Amazon RDS does (API version 2014-10-31), for the instances of one region. Changes take
/// a number of descriptions instead of time.
public final class RdsEndpoint extends QueryEndpoint {

    public static final String DEFAULT_VERSION = "17.6";

    /// One instance, and its future states.
    private static final class Machine {

        private final JsonObject fields;
        private final Deque<Runnable> ahead = new ArrayDeque<>();
        private int hidden;
        private int described;

        private Machine(JsonObject fields) {
            this.fields = fields;
        }

        private String status() {
            return fields.getString("DBInstanceStatus");
        }

        private Runnable to(String status) {
            return () -> fields.put("DBInstanceStatus", status);
        }
    }

    private static final List<String> VERSIONS = List.of("16.10", "17.5", "17.6", "18.1");
    private static final List<String> CLASSES = List.of("db.t3.micro", "db.t4g.micro", "db.t4g.medium");

    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, JsonObject> parameterGroups = new LinkedHashMap<>();
    private final List<JsonObject> snapshots = new ArrayList<>();
    private final List<String> classes = new ArrayList<>(CLASSES);
    private int describesPerState = 1;
    private boolean fallsBack;

    public RdsEndpoint() {
        super("http://rds.amazonaws.com/doc/2014-10-31/");
        hasParameterGroup("default.postgres17", "postgres17", JsonObject.of("rds.force_ssl", "1"));
    }

    /// The number of descriptions before the next state.
    public void isSlow(int describes) {
        describesPerState = describes;
    }

    /// Stops offering this instance class.
    public void lacks(String instanceClass) {
        classes.remove(instanceClass);
    }

    /// Adds an instance, as the console would create it.
    ///
    /// @param fields by AWS's names; they override the console's
    public void has(String identifier, JsonObject fields) {
        Machine machine = new Machine(described(identifier).mergeIn(fields));
        reveal(machine);
        machine.fields.put("DBInstanceStatus", fields.getString("DBInstanceStatus", "available"));
        machines.put(identifier, machine);
    }

    /// Adds a snapshot.
    public void hasSnapshot(String identifier, String instance, Instant time) {
        snapshots.add(JsonObject.of(
                "DBSnapshotIdentifier",
                identifier,
                "DBInstanceIdentifier",
                instance,
                "SnapshotCreateTime",
                time.toString(),
                "Status",
                "available",
                "SnapshotType",
                "automated",
                "Engine",
                "postgres",
                "PercentProgress",
                100));
    }

    /// Adds a parameter group.
    ///
    /// @param parameters by name
    public void hasParameterGroup(String name, String family, JsonObject parameters) {
        parameterGroups.put(
                name,
                JsonObject.of(
                        "DBParameterGroupName", name,
                        "DBParameterGroupFamily", family,
                        "Parameters", parameters));
    }

    /// The current fields of an instance, by AWS's names.
    public JsonObject instance(String identifier) {
        return known(identifier).fields;
    }

    private Machine known(String identifier) {
        return Optional.ofNullable(machines.get(identifier)).orElseThrow();
    }

    public boolean lacksInstance(String identifier) {
        return !machines.containsKey(identifier);
    }

    /// The states that an instance goes through after an action.
    public void passesThrough(String identifier, String... states) {
        Machine machine = known(identifier);
        Stream.of(states).map(machine::to).forEach(machine.ahead::add);
    }

    /// The next instance that is started stops by itself.
    public void fallsBack() {
        fallsBack = true;
    }

    @Override
    protected JsonObject answer(String action, Map<String, String> request) throws Refusal {
        return switch (action) {
            case "CreateDBInstance" -> create(request);
            case "DescribeDBInstances" -> describe(request);
            case "StartDBInstance" -> start(request);
            case "StopDBInstance" -> stop(request);
            case "ModifyDBInstance" -> modify(request);
            case "DeleteDBInstance" -> delete(request);
            case "DescribeDBSnapshots" -> describeSnapshots(request);
            case "CreateDBParameterGroup" -> createParameterGroup(request);
            case "ModifyDBParameterGroup" -> modifyParameterGroup(request);
            case "DescribeDBParameterGroups" -> describeParameterGroups(request);
            case "DescribeDBParameters" -> describeParameters(request);
            case "DescribeDBEngineVersions" -> describeVersions(request);
            case "DescribeOrderableDBInstanceOptions" -> describeOptions(request);
            default -> throw new Refusal(400, "InvalidAction", "No action " + action + ".");
        };
    }

    private JsonObject create(Map<String, String> request) throws Refusal {
        String identifier = required(request, "DBInstanceIdentifier");
        if (machines.containsKey(identifier)) {
            throw new Refusal(400, "DBInstanceAlreadyExists", "DB instance already exists");
        }
        refuseWhatDoesNotGoTogether(request);
        Machine machine = new Machine(made(request));
        machine.hidden = 1;
        machine.ahead.add(() -> {
            reveal(machine);
            machine.to("backing-up").run();
        });
        machine.ahead.add(() -> {
            machine.fields.put("PendingModifiedValues", new JsonObject());
            machine.to("available").run();
        });
        machines.put(identifier, machine);
        return instanceOf(machine);
    }

    private static void refuseWhatDoesNotGoTogether(Map<String, String> request) throws Refusal {
        if (is(request, "MultiAZ") && request.containsKey("AvailabilityZone")) {
            throw new Refusal(
                    400,
                    "InvalidParameterCombination",
                    "Requesting a specific availability zone is not valid for Multi-AZ instances.");
        }
        if (is(request, "ManageMasterUserPassword") == request.containsKey("MasterUserPassword")) {
            throw new Refusal(
                    400,
                    "InvalidParameterCombination",
                    "You must specify either a managed or a given master user password.");
        }
    }

    private static boolean is(Map<String, String> request, String field) {
        return "true".equals(request.get(field));
    }

    private static JsonObject described(String identifier) {
        return JsonObject.of(
                        "DBInstanceIdentifier", identifier,
                        "DBInstanceClass", "db.t3.micro",
                        "Engine", "postgres",
                        "EngineVersion", DEFAULT_VERSION,
                        "DBInstanceStatus", "creating",
                        "MasterUsername", "cruddurroot",
                        "DBName", "cruddur",
                        "AllocatedStorage", 20)
                .put("StorageType", "gp2")
                .put("BackupRetentionPeriod", 1)
                .put("MultiAZ", false)
                .put("PubliclyAccessible", false)
                .put("StorageEncrypted", false)
                .put("DeletionProtection", false)
                .put("AutoMinorVersionUpgrade", true)
                .put("CopyTagsToSnapshot", false)
                .put("IAMDatabaseAuthenticationEnabled", false)
                .put("PerformanceInsightsEnabled", false)
                .put("CACertificateIdentifier", "rds-ca-rsa2048-g1")
                .put("DbInstancePort", 0)
                .put("PendingModifiedValues", new JsonObject())
                .put(
                        "InstanceCreateTime",
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("DBInstanceArn", "arn:aws:rds:ca-central-1:" + ACCOUNT + ":db:" + identifier)
                .put(
                        "DBParameterGroups",
                        JsonObject.of(
                                "DBParameterGroup",
                                JsonObject.of(
                                        "DBParameterGroupName",
                                        "default.postgres17",
                                        "ParameterApplyStatus",
                                        "in-sync")))
                .put(
                        "VpcSecurityGroups",
                        JsonObject.of(
                                "VpcSecurityGroupMembership",
                                JsonObject.of("VpcSecurityGroupId", "sg-0default", "Status", "active")));
    }

    /// The settings that have the same name in requests and descriptions.
    private static final List<String> SAME_NAMES = List.of(
            "DBInstanceClass",
            "EngineVersion",
            "MasterUsername",
            "DBName",
            "AllocatedStorage",
            "StorageType",
            "BackupRetentionPeriod",
            "MultiAZ",
            "PubliclyAccessible",
            "StorageEncrypted",
            "DeletionProtection",
            "AutoMinorVersionUpgrade",
            "CopyTagsToSnapshot",
            "AvailabilityZone",
            "PerformanceInsightsRetentionPeriod",
            "CACertificateIdentifier");

    private static JsonObject made(Map<String, String> request) throws Refusal {
        JsonObject fields = described(required(request, "DBInstanceIdentifier"));
        SAME_NAMES.stream().filter(request::containsKey).forEach(name -> fields.put(name, request.get(name)));
        fields.put("PerformanceInsightsEnabled", is(request, "EnablePerformanceInsights"));
        fields.put("IAMDatabaseAuthenticationEnabled", is(request, "EnableIAMDatabaseAuthentication"));
        put(fields, request, "DBParameterGroupName", "DBParameterGroups", "DBParameterGroup");
        fields.put("RequestedPort", request.getOrDefault("Port", "5432"));
        if (request.containsKey("VpcSecurityGroupIds.VpcSecurityGroupId.1")) {
            fields.getJsonObject("VpcSecurityGroups")
                    .getJsonObject("VpcSecurityGroupMembership")
                    .put("VpcSecurityGroupId", request.get("VpcSecurityGroupIds.VpcSecurityGroupId.1"));
        }
        if (is(request, "ManageMasterUserPassword")) {
            fields.put("MasterUserSecret", secret(required(request, "DBInstanceIdentifier")));
        } else {
            fields.put("PendingModifiedValues", JsonObject.of("MasterUserPassword", "****"));
        }
        return fields;
    }

    private static void put(JsonObject fields, Map<String, String> request, String name, String list, String item) {
        if (request.containsKey(name)) {
            fields.getJsonObject(list).getJsonObject(item).put(name, request.get(name));
        }
    }

    /// The secret of an instance in Secrets Manager.
    public static JsonObject secret(String identifier) {
        return JsonObject.of(
                "SecretArn",
                "arn:aws:secretsmanager:ca-central-1:" + ACCOUNT + ":secret:rds!db-" + identifier + "-AbCdEf",
                "SecretStatus",
                "active");
    }

    /// Gives the machine an address.
    private static void reveal(Machine machine) {
        String identifier = machine.fields.getString("DBInstanceIdentifier");
        machine.fields
                .put(
                        "Endpoint",
                        JsonObject.of(
                                "Address",
                                host(identifier),
                                "Port",
                                machine.fields.getString("RequestedPort", "5432"),
                                "HostedZoneId",
                                "Z1JG78IEOZ4QRZ"))
                .put("AvailabilityZone", machine.fields.getString("AvailabilityZone", "ca-central-1a"));
        machine.fields.remove("RequestedPort");
    }

    /// The address of PostgreSQL.
    public static String host(String identifier) {
        return identifier + ".cabcdefghijk.ca-central-1.rds.amazonaws.com";
    }

    private JsonObject describe(Map<String, String> request) throws Refusal {
        if (!request.containsKey("DBInstanceIdentifier")) {
            return instances(List.copyOf(machines.values()));
        }
        String identifier = required(request, "DBInstanceIdentifier");
        Machine machine = machine(identifier);
        if (machine.hidden-- > 0) {
            throw notFound(identifier);
        }
        return instances(List.of(machine));
    }

    private JsonObject instances(List<Machine> shown) {
        JsonArray list = new JsonArray();
        shown.forEach(machine -> list.add(machine.fields.copy()));
        shown.forEach(this::advance);
        return JsonObject.of("DBInstances", JsonObject.of("DBInstance", list));
    }

    private void advance(Machine machine) {
        if (!machine.ahead.isEmpty() && ++machine.described >= describesPerState) {
            machine.described = 0;
            machine.ahead.remove().run();
        }
    }

    private Machine machine(String identifier) throws Refusal {
        return Optional.ofNullable(machines.get(identifier)).orElseThrow(() -> notFound(identifier));
    }

    private static Refusal notFound(String identifier) {
        return new Refusal(404, "DBInstanceNotFound", "DBInstance " + identifier + " not found.");
    }

    private Machine machine(Map<String, String> request, Predicate<String> status) throws Refusal {
        Machine machine = machine(required(request, "DBInstanceIdentifier"));
        if (!status.test(machine.status())) {
            throw new Refusal(
                    400,
                    "InvalidDBInstanceState",
                    "Instance "
                            + required(request, "DBInstanceIdentifier")
                            + " is not in the right state: "
                            + machine.status()
                            + ".");
        }
        return machine;
    }

    private JsonObject start(Map<String, String> request) throws Refusal {
        Machine machine = machine(request, "stopped"::equals);
        machine.to("starting").run();
        machine.ahead.add(() -> {
            machine.fields.remove("AutomaticRestartTime");
            machine.to(fallsBack ? "stopped" : "available").run();
        });
        return instanceOf(machine);
    }

    private JsonObject stop(Map<String, String> request) throws Refusal {
        Machine machine = machine(request, "available"::equals);
        machine.to("stopping").run();
        machine.ahead.add(() -> {
            machine.fields.put(
                    "AutomaticRestartTime",
                    Instant.now()
                            .plus(7, ChronoUnit.DAYS)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            machine.to("stopped").run();
        });
        return instanceOf(machine);
    }

    private JsonObject modify(Map<String, String> request) throws Refusal {
        Machine machine = machine(request, "available"::equals);
        if (request.containsKey("MasterUserPassword")) {
            machine.fields.put("PendingModifiedValues", JsonObject.of("MasterUserPassword", "****"));
            machine.ahead.add(machine.to("resetting-master-credentials"));
            machine.ahead.add(() -> {
                machine.fields.put("PendingModifiedValues", new JsonObject());
                machine.to("available").run();
            });
        }
        return instanceOf(machine);
    }

    private JsonObject delete(Map<String, String> request) throws Refusal {
        Machine machine = machine(request, status -> !status.equals("deleting"));
        String identifier = required(request, "DBInstanceIdentifier");
        if (machine.fields.getString("DeletionProtection", "").equals("true")
                || machine.fields.getValue("DeletionProtection").equals(true)) {
            throw new Refusal(
                    400,
                    "InvalidParameterCombination",
                    "Cannot delete protected DB Instance, please disable deletion protection and try again.");
        }
        if (is(request, "SkipFinalSnapshot") == request.containsKey("FinalDBSnapshotIdentifier")) {
            throw new Refusal(
                    400,
                    "InvalidParameterCombination",
                    "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
        }
        if (request.containsKey("FinalDBSnapshotIdentifier")) {
            hasSnapshot(request.get("FinalDBSnapshotIdentifier"), identifier, Instant.now());
        }
        machine.to("deleting").run();
        machine.ahead.clear();
        machine.ahead.add(() -> machines.remove(identifier));
        return instanceOf(machine);
    }

    private static JsonObject instanceOf(Machine machine) {
        return JsonObject.of("DBInstance", machine.fields.copy());
    }

    private JsonObject describeSnapshots(Map<String, String> request) throws Refusal {
        String instance = required(request, "DBInstanceIdentifier");
        JsonArray list = new JsonArray();
        snapshots.stream()
                .filter(snapshot -> instance.equals(snapshot.getString("DBInstanceIdentifier")))
                .forEach(list::add);
        return JsonObject.of("DBSnapshots", JsonObject.of("DBSnapshot", list));
    }

    private JsonObject createParameterGroup(Map<String, String> request) throws Refusal {
        String name = required(request, "DBParameterGroupName");
        if (parameterGroups.containsKey(name)) {
            throw new Refusal(400, "DBParameterGroupAlreadyExists", "Parameter group exists: " + name);
        }
        hasParameterGroup(name, required(request, "DBParameterGroupFamily"), new JsonObject());
        return JsonObject.of("DBParameterGroup", shown(parameterGroup(request)));
    }

    private JsonObject modifyParameterGroup(Map<String, String> request) throws Refusal {
        JsonObject parameters = parameterGroup(request).getJsonObject("Parameters");
        for (int i = 1; request.containsKey(parameter(i, "ParameterName")); i++) {
            parameters.put(request.get(parameter(i, "ParameterName")), request.get(parameter(i, "ParameterValue")));
        }
        return JsonObject.of("DBParameterGroupName", required(request, "DBParameterGroupName"));
    }

    private static String parameter(int number, String field) {
        return "Parameters.Parameter." + number + "." + field;
    }

    private JsonObject describeParameterGroups(Map<String, String> request) throws Refusal {
        return JsonObject.of("DBParameterGroups", JsonObject.of("DBParameterGroup", shown(parameterGroup(request))));
    }

    private static JsonObject shown(JsonObject parameterGroup) {
        JsonObject shown = parameterGroup.copy();
        shown.remove("Parameters");
        return shown;
    }

    private JsonObject describeParameters(Map<String, String> request) throws Refusal {
        JsonArray list = new JsonArray();
        parameterGroup(request)
                .getJsonObject("Parameters")
                .forEach(parameter -> list.add(JsonObject.of(
                        "ParameterName",
                        parameter.getKey(),
                        "ParameterValue",
                        parameter.getValue(),
                        "Source",
                        "user")));
        return JsonObject.of("Parameters", JsonObject.of("Parameter", list));
    }

    private JsonObject parameterGroup(Map<String, String> request) throws Refusal {
        String name = required(request, "DBParameterGroupName");
        return Optional.ofNullable(parameterGroups.get(name))
                .orElseThrow(() -> new Refusal(404, "DBParameterGroupNotFound", "DBParameterGroup not found: " + name));
    }

    private static JsonObject describeVersions(Map<String, String> request) {
        String wanted = request.getOrDefault("EngineVersion", "17");
        String version = is(request, "DefaultOnly") ? defaultOf(wanted) : wanted;
        JsonArray list = new JsonArray();
        VERSIONS.stream()
                .filter(each ->
                        each.equals(version) || (!is(request, "DefaultOnly") && !request.containsKey("EngineVersion")))
                .map(RdsEndpoint::version)
                .forEach(list::add);
        return JsonObject.of("DBEngineVersions", JsonObject.of("DBEngineVersion", list));
    }

    private static String defaultOf(String major) {
        return VERSIONS.stream()
                .filter(version -> version.startsWith(major + "."))
                .reduce("", (_, newest) -> newest);
    }

    private static JsonObject version(String version) {
        String major = version.replaceFirst("\\..*", "");
        return JsonObject.of(
                "Engine",
                "postgres",
                "EngineVersion",
                version,
                "MajorEngineVersion",
                major,
                "DBParameterGroupFamily",
                "postgres" + major,
                "Status",
                "available");
    }

    private JsonObject describeOptions(Map<String, String> request) {
        JsonArray list = new JsonArray();
        classes.stream()
                .filter(each -> each.equals(request.get("DBInstanceClass")))
                .flatMap(each -> Stream.of("gp2", "gp3").map(type -> option(each, type)))
                .forEach(list::add);
        return JsonObject.of("OrderableDBInstanceOptions", JsonObject.of("OrderableDBInstanceOption", list));
    }

    private static JsonObject option(String instanceClass, String storageType) {
        JsonArray zones = new JsonArray();
        Stream.of("ca-central-1a", "ca-central-1b", "ca-central-1d")
                .map(name -> JsonObject.of("Name", name))
                .forEach(zones::add);
        return JsonObject.of(
                "Engine",
                "postgres",
                "EngineVersion",
                DEFAULT_VERSION,
                "DBInstanceClass",
                instanceClass,
                "StorageType",
                storageType,
                "MultiAZCapable",
                true,
                "Vpc",
                true,
                "AvailabilityZones",
                JsonObject.of("AvailabilityZone", zones));
    }
}
