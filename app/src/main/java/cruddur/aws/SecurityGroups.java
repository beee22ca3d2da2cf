package cruddur.aws;

import cruddur.operations.OperationException;
import cruddur.secrets.AwsService;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.Vpc;

/// The security groups of an account in one region. Blocks.
///
/// Every verb throws [cruddur.operations.UnreachableException] if AWS does not answer or rejects the
/// credentials, and [OperationException] if AWS refuses.
public record SecurityGroups(Account account) {

    /// The default name of the group for a database.
    public static final String NAME = "cruddur-db";

    private static final Set<String> NO_SUCH_GROUP = Set.of("InvalidGroup.NotFound", "InvalidGroupId.Malformed");

    /// The group with this id, or the one with this name in the default VPC.
    public SecurityGroup get(String idOrName) {
        return find(idOrName)
                .orElseThrow(() -> new OperationException("There is no security group "
                        + idOrName
                        + " in "
                        + account.region()
                        + ". To list them: aws ec2 describe-security-groups"));
    }

    /// The same; creates the group if there is none with this name.
    public SecurityGroup getOrCreate(String idOrName) {
        return isId(idOrName) ? get(idOrName) : find(idOrName).orElseGet(() -> createAndAwait(idOrName));
    }

    private static boolean isId(String idOrName) {
        return idOrName.startsWith("sg-");
    }

    /// The same; empty if there is none.
    public Optional<SecurityGroup> find(String idOrName) {
        try (Ec2Client client = client()) {
            return isId(idOrName) ? withId(client, idOrName) : named(client, idOrName);
        } catch (SdkException e) {
            if (NO_SUCH_GROUP.contains(Account.code(e))) {
                return Optional.empty();
            }
            throw account.failure("read the security group " + idOrName, e);
        }
    }

    private static Optional<SecurityGroup> withId(Ec2Client client, String id) {
        return client.describeSecurityGroups(request -> request.groupIds(id)).securityGroups().stream()
                .map(SecurityGroups::described)
                .findFirst();
    }

    private Optional<SecurityGroup> named(Ec2Client client, String name) {
        Filter named = filter("group-name", name);
        Filter there = filter("vpc-id", defaultVpc(client));
        return client.describeSecurityGroups(request -> request.filters(named, there)).securityGroups().stream()
                .map(SecurityGroups::described)
                .findFirst();
    }

    private static SecurityGroup described(software.amazon.awssdk.services.ec2.model.SecurityGroup group) {
        return new SecurityGroup(group.groupId(), group.groupName(), group.vpcId());
    }

    private SecurityGroup createAndAwait(String name) {
        try (Ec2Client client = client()) {
            String vpc = defaultVpc(client);
            String id = create(client, name, vpc);
            client.waiter().waitUntilSecurityGroupExists(request -> request.groupIds(id));
            return new SecurityGroup(id, name, vpc);
        } catch (SdkException e) {
            throw account.failure("create the security group " + name, e);
        }
    }

    private static String create(Ec2Client client, String name, String vpc) {
        TagSpecification tags = TagSpecification.builder()
                .resourceType(ResourceType.SECURITY_GROUP)
                .tags(Tag.builder()
                        .key(IngressRule.MAKER_TAG)
                        .value(IngressRule.MAKER)
                        .build())
                .build();
        return client.createSecurityGroup(request -> request.groupName(name)
                        .description("Addresses that may reach the database of Cruddur")
                        .vpcId(vpc)
                        .tagSpecifications(tags))
                .groupId();
    }

    private String defaultVpc(Ec2Client client) {
        Filter theDefault = filter("is-default", "true");
        return client.describeVpcs(request -> request.filters(theDefault)).vpcs().stream()
                .map(Vpc::vpcId)
                .findFirst()
                .orElseThrow(
                        () -> new OperationException(
                                "There is no default VPC in "
                                        + account.region()
                                        + ". Give the id of a security group instead of a name, or create a default VPC: aws ec2 create-default-vpc"));
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private Ec2Client client() {
        return account.client(Ec2Client.builder(), AwsService.EC2);
    }
}
