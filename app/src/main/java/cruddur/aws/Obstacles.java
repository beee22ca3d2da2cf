package cruddur.aws;

import cruddur.operations.OperationException;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/// The reasons, as far as AWS reports them, why a machine cannot reach an instance of Amazon RDS. Blocks.
///
/// @param group whose rules allow the machine
public record Obstacles(Account account, SecurityGroup group) {

    /// The first reason, as a sentence with what to do.
    ///
    /// @param host the instance's host name
    /// @throws OperationException if AWS refuses to list the instances
    public String before(String host) {
        return account.askRds("list the instances", client -> Instances.at(client, host))
                .map(this::before)
                .orElseGet(() -> "There is no instance at this address in %s. Check PROD_CONNECTION_URL and AWS_REGION."
                        .formatted(account.region()));
    }

    private String before(DBInstance instance) {
        String name = instance.dbInstanceIdentifier();
        List<String> groups = instance.vpcSecurityGroups().stream()
                .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                .toList();
        if (!instance.dbInstanceStatus().equals("available")) {
            return "The instance %s is %s. See cruddur rds status; if it is stopped, run cruddur rds start."
                    .formatted(name, instance.dbInstanceStatus());
        }
        if (!Boolean.TRUE.equals(instance.publiclyAccessible())) {
            return "The instance %s is not publicly accessible; it can be reached only from its VPC.".formatted(name);
        }
        if (!groups.contains(group.id())) {
            return "The instance %s does not use security group %s, but %s. Set DB_SG_ID to that."
                    .formatted(name, group.id(), String.join(", ", groups));
        }
        return "AWS reports no reason why this machine cannot reach %s. Its subnets may have no route to an internet gateway, or this network may block port %d."
                .formatted(name, instance.endpoint().port());
    }
}
