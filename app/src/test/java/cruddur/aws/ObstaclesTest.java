package cruddur.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.operations.UnreachableException;
import cruddur.settings.Settings;
import cruddur.testing.Ec2Endpoint;
import cruddur.testing.RdsEndpoint;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The reasons, from AWS, why no server answers.
class ObstaclesTest {

    private static final String NAME = "cruddur-db-instance";

    private final RdsEndpoint rds = new RdsEndpoint();

    @AfterEach
    void close() {
        rds.close();
    }

    private String before(String host) {
        Account account = Account.of(new Settings(Map.of(
                "AWS_ACCESS_KEY_ID",
                RdsEndpoint.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                "hidden",
                "AWS_REGION",
                "ca-central-1",
                "AWS_ENDPOINT_URL",
                rds.address())));
        SecurityGroup group = new SecurityGroup(Ec2Endpoint.GROUP, "cruddur-db", Ec2Endpoint.VPC);
        return new Obstacles(account, group).before(host);
    }

    @ParameterizedTest
    @CsvSource({
        "stopped, true, sg-0123456789abcdef0, is stopped. See cruddur rds status",
        "starting, true, sg-0123456789abcdef0, is starting. See cruddur rds status",
        "available, false, sg-0123456789abcdef0, is not publicly accessible",
        "available, true, sg-0fffffffffffffff0, does not use security group sg-0123456789abcdef0",
        "available, true, sg-0123456789abcdef0, AWS reports no reason"
    })
    void reports_the_obstacle(String status, boolean isPublic, String group, String words) {
        rds.has("another", new JsonObject());
        rds.has(
                NAME,
                JsonObject.of(
                        "DBInstanceStatus",
                        status,
                        "PubliclyAccessible",
                        isPublic,
                        "VpcSecurityGroups",
                        JsonObject.of(
                                "VpcSecurityGroupMembership",
                                JsonObject.of("VpcSecurityGroupId", group, "Status", "active"))));

        assertThat(before(RdsEndpoint.host(NAME))).contains(words).contains(NAME);
    }

    @Test
    void an_instance_of_another_region_is_not_there() {
        rds.has(NAME, new JsonObject());

        assertThat(before("cruddur.cabcdefghijk.us-east-1.rds.amazonaws.com"))
                .isEqualTo(
                        "There is no instance at this address in ca-central-1. Check PROD_CONNECTION_URL and AWS_REGION.");
    }

    @Test
    void missing_rights_are_reported() {
        rds.refuses("DescribeDBInstances", 403, "AccessDenied", "Not you.");

        assertThatThrownBy(() -> before(RdsEndpoint.host(NAME)))
                .isInstanceOf(UnreachableException.class)
                .hasMessage("These AWS credentials may not list the instances: Not you.");
    }
}
