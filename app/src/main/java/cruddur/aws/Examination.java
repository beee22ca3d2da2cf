package cruddur.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.Parameter;

/// Compares an instance of Amazon RDS with the list of [Check]s. Changes nothing. Blocks.
public record Examination(Account account) {

    private static final String MAKE_PARAMETERS =
            "aws rds create-db-parameter-group --db-parameter-group-name {parameters} --db-parameter-group-family {family} --description 'Cruddur: TLS only'";

    private static final String USE_PARAMETERS =
            "aws rds modify-db-instance --db-instance-identifier {instance} --apply-immediately --db-parameter-group-name {parameters} && aws rds wait db-instance-available --db-instance-identifier {instance} && aws rds reboot-db-instance --db-instance-identifier {instance}";

    /// The differences from the recommended settings, in the order of the list.
    ///
    /// @throws cruddur.operations.UnreachableException if AWS does not answer, or the credentials may
    ///   not read
    /// @throws cruddur.operations.OperationException if there is no such instance
    public List<Finding> of(String identifier) {
        Facts facts = facts(identifier);
        return Stream.of(Check.values())
                .flatMap(check -> finding(check, facts).stream())
                .toList();
    }

    private static Optional<Finding> finding(Check check, Facts facts) {
        return check.finding(facts).map(what -> new Finding(check, what, filledIn(fix(check, facts), facts)));
    }

    /// AWS refuses changes to its default parameter groups, so the instance first gets a group of its own.
    private static String fix(Check check, Facts facts) {
        return check == Check.TLS && facts.hasDefaultParameters()
                ? MAKE_PARAMETERS + " && " + check.fix() + " && " + USE_PARAMETERS
                : check.fix();
    }

    private static String filledIn(String fix, Facts facts) {
        return fix.replace("{instance}", facts.text("DBInstanceIdentifier"))
                .replace("{parameters}", facts.ownParameterGroup())
                .replace("{family}", facts.parameterFamily())
                .replace("{version}", facts.upgrade())
                .replace(
                        "{snapshot}", facts.snapshot().map(Snapshot::identifier).orElse("…"))
                .replace(
                        "{group}",
                        facts.wideGroup().map(rules -> rules.group().id()).orElse("…"))
                .replace("{rules}", facts.wideGroup().map(facts::wideRuleIds).orElse("…"));
    }

    private Facts facts(String identifier) {
        Instances instances = new Instances(account);
        Map<String, Object> instance = instances.get(identifier).fields();
        return new Facts(
                instance,
                parameters(Facts.parameterGroup(instance)),
                versions(),
                rules(instance),
                instances.newestSnapshot(identifier),
                Instant.now());
    }

    private Map<String, String> parameters(String group) {
        return account.askRds(
                "read the parameter group " + group,
                client ->
                        client
                                .describeDBParametersPaginator(request -> request.dbParameterGroupName(group))
                                .parameters()
                                .stream()
                                .filter(parameter -> parameter.parameterValue() != null)
                                .collect(Collectors.toMap(Parameter::parameterName, Parameter::parameterValue)));
    }

    private List<String> versions() {
        return account.askRds(
                "list the versions of PostgreSQL",
                client ->
                        client
                                .describeDBEngineVersionsPaginator(request -> request.engine("postgres"))
                                .dbEngineVersions()
                                .stream()
                                .filter(version -> !"deprecated".equals(version.status()))
                                .map(DBEngineVersion::engineVersion)
                                .toList());
    }

    private List<Rules> rules(Map<String, Object> instance) {
        return Facts.each(instance, "VpcSecurityGroups", "VpcSecurityGroupId")
                .map(id -> new SecurityGroup(id, id, ""))
                .map(group -> new Ingress(account, group).rules())
                .toList();
    }
}
