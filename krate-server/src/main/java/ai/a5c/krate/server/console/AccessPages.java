package ai.a5c.krate.server.console;

import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.view.Identities;
import ai.a5c.krate.server.view.Keyring;
import ai.a5c.krate.server.view.Roles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** Who there is, who may do what, and which secrets and ConfigMaps are named where. */
public final class AccessPages implements Routes {

    private final ConsoleParts parts;
    private final Frame frame;

    public AccessPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents";
        routes.get(base + "/permissions", context -> frame.show(context, "permissions.jte", this::permissions));
        routes.get(base + "/identities", context -> frame.show(context, "identities.jte", this::identities));
        routes.get(base + "/secrets", context -> frame.show(context, "secrets.jte", this::secrets));
    }

    private PermissionsPage permissions(Context context, Visit visit) {
        return new PermissionsPage(
                frame.shell(visit, "Permissions", "permissions"),
                Roles.read(parts.desk(), visit.scope().namespace()));
    }

    private IdentitiesPage identities(Context context, Visit visit) {
        return new IdentitiesPage(
                frame.shell(visit, "Identities", "permissions"),
                Identities.read(parts.desk(), visit.scope().namespace()));
    }

    private SecretsPage secrets(Context context, Visit visit) {
        String namespace = visit.scope().namespace();
        return new SecretsPage(
                frame.shell(visit, "Secrets", "permissions"),
                Keyring.secrets(parts.desk(), parts.secrets(), namespace),
                Keyring.configs(parts.desk(), parts.secrets(), namespace));
    }

    /** The page of roles and bindings. */
    public record PermissionsPage(Shell shell, Roles roles) {}

    /** The page of users, teams and accounts. */
    public record IdentitiesPage(Shell shell, Identities identities) {}

    /** The page of secrets and ConfigMaps. */
    public record SecretsPage(Shell shell, List<Keyring> secrets, List<Keyring> configs) {

        public SecretsPage {
            secrets = List.copyOf(secrets);
            configs = List.copyOf(configs);
        }
    }
}
