package cruddur.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7/32",
        "' 203.0.113.7\n', 203.0.113.7/32",
        "100.63.255.255, 100.63.255.255/32",
        "100.128.0.0, 100.128.0.0/32",
        "172.32.0.1, 172.32.0.1/32",
        "223.255.255.255, 223.255.255.255/32",
        "2001:db8::7, 2001:db8::7/128",
        "2001:0DB8:0:0:0:0:0:7, 2001:db8::7/128",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6/128"
    })
    void one_machine_is_all_bits(String text, String cidr) {
        assertThat(PublicAddress.parse(text).cidr()).isEqualTo(cidr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "127.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "172.16.0.1",
                "172.31.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "0.0.0.0/0",
                "::/0",
                "203.0.113.7/32",
                "/32",
                "203.0.113",
                "203.0.113.256",
                "203.0.113.7.8",
                "2001:db8::7::8",
                "2001:db8::7%eth0",
                "my.example.com",
                "203.0.113.7; id",
                "203.0.113.7 198.51.100.4",
                "::ffff:10.0.0.1",
                "<html>"
            })
    void what_is_no_address_of_one_machine_is_refused_with_a_sentence(String text) {
        assertThatThrownBy(() -> PublicAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[^\n<>]+\\.");
    }
}
