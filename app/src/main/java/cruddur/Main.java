package cruddur;

import cruddur.cli.CruddurCommand;
import java.util.TimeZone;

/// The entry point.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        // The security property networkaddress.cache.ttl does the same, but setting it makes the logging
        // scan every library, which costs a command 60 ms.
        System.setProperty("sun.net.inetaddr.ttl", Integer.toString(Service.LONGEST_NAME_SECONDS));
        // The driver asks PostgreSQL for this process's time zone, which PostgreSQL may not know, like IST.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.exit(CruddurCommand.run(System.getenv(), arguments));
    }
}
