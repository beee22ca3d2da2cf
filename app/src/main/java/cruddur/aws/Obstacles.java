package cruddur.aws;

import cruddur.operations.OperationException;

import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

import java.util.List;

/// What may keep a machine from an instance of Amazon RDS, as far as AWS knows. Blocks.
///
/// @param group that lets the machine in
public record Obstacles(Account account, SecurityGroup group) {

    /// The first that there is, in a sentence that says what to do.
    ///
    /// @param host by which the instance is known
    /// @throws OperationException if AWS does not say
    public String before(String host) {
        return account.askRds("look at the instances", client -> Instances.at(client, host))
                .map(this::before)
                .orElseGet(
                        () ->
                                "There is no instance at this address in %s; look at PROD_CONNECTION_URL and AWS_REGION."
                                        .formatted(account.region()));
    }

    private String before(DBInstance instance) {
        String name = instance.dbInstanceIdentifier();
        List<String> groups =
                instance.vpcSecurityGroups().stream()
                        .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                        .toList();
        if (!instance.dbInstanceStatus().equals("available")) {
            return "The instance %s is %s. cruddur rds status says more, and cruddur rds start starts one that is stopped."
                    .formatted(name, instance.dbInstanceStatus());
        }
        if (!Boolean.TRUE.equals(instance.publiclyAccessible())) {
            return "The instance %s is not publicly accessible; it can be reached from within its VPC alone."
                    .formatted(name);
        }
        if (!groups.contains(group.id())) {
            return "The instance %s does not heed %s, but %s; set DB_SG_ID to that."
                    .formatted(name, group.id(), String.join(", ", groups));
        }
        return "AWS knows of nothing that keeps this machine from %s; its subnets may have no route to an internet gateway, or this network lets nothing out to port %d."
                .formatted(name, instance.endpoint().port());
    }
}
