package ai.a5c.krate.server.console;

import java.util.List;

/**
 * What surrounds every page.
 *
 * @param organization the slug, or empty outside of any
 * @param user the token's name, or empty
 * @param active which part of the navigation is open
 * @param pending how many approvals wait
 */
public record Shell(
        String title,
        String organization,
        List<String> organizations,
        String user,
        String csrf,
        String active,
        int pending) {

    public Shell {
        organizations = List.copyOf(organizations);
    }

    static Shell bare(String title) {
        return new Shell(title, "", List.of(), "", "", "", 0);
    }

    /** Where the organization's pages begin. */
    public String base() {
        return "/orgs/" + organization + "/agents";
    }
}
