package cruddur;

import cruddur.cli.CruddurCommand;

/// Where the program begins.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty(
                "java.util.logging.SimpleFormatter.format",
                "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        // The security property networkaddress.cache.ttl says the same; but setting that one has
        // the logging look into every library, which takes a command 60 ms.
        System.setProperty("sun.net.inetaddr.ttl", Integer.toString(Service.LONGEST_NAME_SECONDS));
        System.exit(CruddurCommand.run(System.getenv(), arguments));
    }
}
