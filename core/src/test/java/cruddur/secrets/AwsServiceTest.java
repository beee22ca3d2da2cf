package cruddur.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.settings.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsServiceTest {

    @ParameterizedTest
    @CsvSource({
        "ca-central-1, NOTHING, https://cognito-idp.ca-central-1.amazonaws.com",
        "cn-north-1, NOTHING, https://cognito-idp.cn-north-1.amazonaws.com.cn",
        "cn-north-1, AWS_ENDPOINT_URL_STS, https://cognito-idp.cn-north-1.amazonaws.com.cn",
        "cn-north-1, AWS_ENDPOINT_URL, http://stand-in",
        "cn-north-1, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER, http://stand-in"
    })
    void it_is_in_its_region_unless_something_stands_in_for_it(String region, String set, String address) {
        assertThat(AwsService.COGNITO_IDENTITY_PROVIDER.address(region, new Settings(Map.of(set, "http://stand-in"))))
                .hasToString(address);
    }
}
