package cruddur.cli.rds;

import static java.util.stream.Collectors.joining;

import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;
import cruddur.operations.AddressLookup;
import cruddur.operations.PublicAddress;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// At which address others see this machine.
record ThisMachine(Settings settings, Terminal terminal) {

    /// Others stand in for them in tests.
    private static final String SERVICES =
            System.getProperty(
                    "cruddur.address.services",
                    "https://checkip.amazonaws.com/,https://api.ipify.org/");

    PublicAddress address() {
        return given(Optional.empty()).orElseGet(this::lookedUp);
    }

    /// The one that an option says, else what Gitpod says, if either does.
    Optional<PublicAddress> given(Optional<String> option) {
        return option.map(address -> read("--ip", address))
                .or(
                        () ->
                                settings.value(Setting.GITPOD_IP.name())
                                        .map(address -> read("GITPOD_IP", address)));
    }

    private PublicAddress read(String name, String address) {
        try {
            PublicAddress read = PublicAddress.parse(address);
            terminal.say("Cruddur: this machine's address is " + read + ", says " + name);
            return read;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /// The one that services on the internet agree on.
    PublicAddress lookedUp() {
        List<URI> services = Stream.of(SERVICES.split(",")).map(URI::create).toList();
        PublicAddress address =
                terminal.during(
                        "asking for this machine's address", new AddressLookup(services)::find);
        terminal.say(
                "Cruddur: this machine's address is "
                        + address
                        + ", say "
                        + services.stream().map(URI::getAuthority).collect(joining(" and ")));
        return address;
    }
}
