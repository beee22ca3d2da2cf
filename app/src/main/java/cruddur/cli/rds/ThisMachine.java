package cruddur.cli.rds;

import static java.util.stream.Collectors.joining;

import cruddur.aws.AddressLookup;
import cruddur.aws.PublicAddress;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The address at which other machines see this one.
record ThisMachine(SettingSources sources, Terminal terminal) {

    /// The tests set other services.
    private static final String SERVICES =
            System.getProperty("cruddur.address.services", "https://checkip.amazonaws.com/,https://api.ipify.org/");

    PublicAddress address() {
        return given(Optional.empty()).orElseGet(this::lookedUp);
    }

    /// The address of the option, else of Gitpod, if either is set.
    Optional<PublicAddress> given(Optional<String> option) {
        return option.map(address -> read("--ip", address))
                .or(() -> sources.value(Setting.GITPOD_IP).map(address -> read("GITPOD_IP", address)));
    }

    private PublicAddress read(String name, String address) {
        try {
            PublicAddress read = PublicAddress.parse(address);
            terminal.report("Cruddur: this machine's address is " + read + ", from " + name);
            return read;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /// The address that services on the internet agree on.
    PublicAddress lookedUp() {
        List<URI> services = Stream.of(SERVICES.split(",")).map(URI::create).toList();
        PublicAddress address = terminal.during("asking for this machine's address", new AddressLookup(services)::find);
        terminal.report("Cruddur: this machine's address is "
                + address
                + ", from "
                + services.stream().map(URI::getAuthority).collect(joining(" and ")));
        return address;
    }
}
