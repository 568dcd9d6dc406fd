package ai.a5c.krate.server.console;

import ai.a5c.krate.store.Query;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** What all pages of an organization share: who may in, what surrounds them, where forms lead. */
final class Frame {

    private final ConsoleParts parts;
    private final Door door;

    Frame(ConsoleParts parts) {
        this.parts = parts;
        this.door = new Door(parts.gate(), parts.desk());
    }

    /** Shows a page to whoever has a session. */
    void visit(Context context, BiConsumer<Context, Visit> page) {
        door.visit(context).ifPresent(visit -> page.accept(context, visit));
    }

    /** Does what a form asks for. */
    void form(Context context, BiConsumer<Context, Visit> action) {
        door.form(context).ifPresent(visit -> action.accept(context, visit));
    }

    /** Answers a form that changes nothing; whoever may read may send it. */
    void question(Context context, BiConsumer<Context, Visit> page) {
        door.question(context).ifPresent(visit -> page.accept(context, visit));
    }

    /** Shows what {@code model} makes as the parameter {@code page} of {@code template}. */
    void show(Context context, String template, BiFunction<Context, Visit, ?> model) {
        visit(context, (asked, visit) -> render(asked, template, model.apply(asked, visit)));
    }

    /** Shows {@code page} in {@code template}. */
    void render(Context context, String template, Object page) {
        parts.pages().show(context, template, Map.of("page", page));
    }

    Shell shell(Visit visit, String title, String active) {
        Query pending = Query.of("AgentApproval", visit.scope().namespace())
                .whereField("status.phase", "pending")
                .limit(100);
        return new Shell(
                title,
                visit.scope().organization(),
                door.organizations(visit.scope().access()),
                visit.scope().access().name(),
                visit.session().csrf(),
                active,
                parts.desk().list(pending).items().size());
    }

    /** The query parameter, or empty text. */
    static String query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).orElse("");
    }

    /** The field of a form, or empty text. */
    static String field(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("").strip();
    }

    static void seeOther(Context context, String path) {
        context.status(303).header("Location", path);
    }
}
