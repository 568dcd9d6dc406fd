package ai.a5c.krate.server;

import ai.a5c.krate.server.bench.BenchCommand;
import ai.a5c.krate.server.campaign.CampaignCommand;
import ai.a5c.krate.server.command.KrateCommand;
import ai.a5c.krate.server.command.Terminal;
import ai.a5c.krate.server.demo.DemoCommand;
import java.util.Map;

/** The program {@code krate}. */
public final class Main {

    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        int code = KrateCommand.run(
                terminal,
                new ForegroundServer(),
                Map.of(
                        "demo",
                        new DemoCommand(terminal),
                        "bench",
                        new BenchCommand(terminal),
                        "campaign",
                        new CampaignCommand(terminal)),
                arguments);
        System.exit(code);
    }
}
