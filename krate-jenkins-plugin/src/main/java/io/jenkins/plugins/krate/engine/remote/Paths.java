package io.jenkins.plugins.krate.engine.remote;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Paths of the API of one organization; a name cannot lead out of its place. */
final class Paths {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

    private final String organization;

    Paths(ServerAccess access) {
        this.organization = access.organization();
    }

    String organization() {
        return "/api/orgs/" + organization;
    }

    /** What dispatches and lists runs. */
    String runs() {
        return organization() + "/agents/runs";
    }

    String run(String id) {
        return runs() + "/" + segment(named(id, "run"));
    }

    String artifact(String run, String name) {
        return run(run) + "/artifacts/" + segment(named(name, "artifact"));
    }

    String artifacts(String run) {
        return run(run) + "/artifacts";
    }

    String approvals(String run) {
        return organization() + "/agents/approvals?limit=50&run=" + segment(named(run, "run"));
    }

    String decision(String approval) {
        return organization() + "/agents/approvals/" + segment(named(approval, "approval")) + "/decision";
    }

    String delivery(String name) {
        return organization() + "/agents/deliveries/" + segment(named(name, "delivery"));
    }

    private static String named(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new EngineException(Kind.NOT_FOUND, "NOT_FOUND", "that is not the name of a " + what);
        }
        return name;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
