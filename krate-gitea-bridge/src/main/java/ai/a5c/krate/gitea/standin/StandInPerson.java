package ai.a5c.krate.gitea.standin;

import java.util.List;
import java.util.Map;

/** An account of the stand-in at work in a browser or with Git; each thing that it does calls the hooks. */
public final class StandInPerson {

    private final StandInForge forge;
    private final String login;

    StandInPerson(StandInForge forge, String login) {
        this.forge = forge;
        this.login = login;
    }

    /** Opens an issue; its number. */
    public long open(String title, String body) {
        return forge.open(login, title, body).number();
    }

    /** Comments on an issue or pull request. */
    public StandInComment say(long number, String body) {
        return forge.say(login, number, body);
    }

    /** Writes other words into a comment, whoever wrote it. */
    public StandInComment edit(long comment, String body) {
        return forge.edit(login, forge.comment(comment).orElseThrow(), body);
    }

    /** Takes another name, under which the site's administrators know the same account; the old one is free. */
    public StandInPerson rename(String name) {
        forge.accounts().rename(login, name);
        return new StandInPerson(forge, name);
    }

    /** Is given another permission in the repository by an owner: none, read, write, admin or owner. */
    public void permit(String permission) {
        forge.accounts().permit(login, permission);
    }

    /** May not sign in any more, as the site's administrators want it. */
    public void suspend() {
        forge.accounts().suspend(login);
    }

    /** Is deleted by the site's administrators. */
    public void leave() {
        forge.accounts().remove(login);
    }

    /** Deletes a comment. */
    public void delete(long comment) {
        forge.delete(login, forge.comment(comment).orElseThrow());
    }

    /** Sets the labels of an issue or pull request. */
    public void label(long number, String... names) {
        List<Map<String, Object>> labels = List.of(names).stream()
                .map(name -> StandInJson.of("id", (long) (1 + Math.floorMod(name.hashCode(), 1000)), "name", name))
                .toList();
        String action = names.length == 0 ? "label_cleared" : "label_updated";
        forge.change(login, forge.need(number), new StandInForge.Change("labels", labels, action, "label"));
    }

    /** Assigns an issue or pull request to accounts; to nobody without any. */
    public void assign(long number, String... logins) {
        List<Map<String, Object>> people =
                List.of(logins).stream().map(forge.accounts()::user).toList();
        String action = logins.length == 0 ? "unassigned" : "assigned";
        forge.change(login, forge.need(number), new StandInForge.Change("assignees", people, action, "assign"));
    }

    /** Closes an issue or pull request. */
    public void close(long number) {
        forge.change(login, forge.need(number), new StandInForge.Change("state", "closed", "closed", ""));
    }

    /** Opens an issue or pull request again. */
    public void reopen(long number) {
        forge.change(login, forge.need(number), new StandInForge.Change("state", "open", "reopened", ""));
    }

    /** Opens a pull request of the repository's own branch, at {@code sha}; its number. */
    public long openPull(String title, String body, String branch, String sha) {
        return openPullLike(3, title, body, Map.of("ref", branch, "label", branch, "sha", sha));
    }

    /** Pushes {@code sha} to {@code refs/for/main}, which opens a pull request without a branch; its number. */
    public long pushForReview(String title, String sha) {
        return openPullLike(6, title, "", Map.of("sha", sha));
    }

    private long openPullLike(long number, String title, String body, Map<String, Object> head) {
        Map<String, Object> pull = forge.need(number).pullJson().orElseThrow();
        StandInJson.object(pull, "head").orElseThrow().putAll(head);
        pull.putAll(StandInJson.of(
                "title", title, "body", body, "state", "open", "labels", List.of(), "comments", 0, "closed_at", null));
        return forge.openPull(login, pull).number();
    }

    /** Reviews a pull request; {@code verdict} is approved, rejected or comment. */
    public void review(long pull, String verdict, String content) {
        forge.events().review(verdict, content, forge.need(pull), login);
    }

    /** Pushes another head to the branch of a pull request. */
    public void push(long pull, String sha) {
        forge.move(login, pull, sha);
    }

    /** Pushes to a branch. */
    public void push(String branch, String before, String after, List<String> paths) {
        forge.events().push(login, "refs/heads/" + branch, before, after, paths);
    }
}
