package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.validate.InvalidDocumentException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Dispatch by hand: what is wanted, then what would come of it, then the run. */
public final class DispatchPages implements Routes {

    private static final int MOST_OFFERED = 200;

    private final ConsoleParts parts;
    private final Frame frame;

    public DispatchPages(ConsoleParts parts) {
        this.parts = parts;
        this.frame = new Frame(parts);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        String base = "/orgs/{org}/agents/dispatch";
        routes.get(base, context -> frame.show(context, "dispatch.jte", this::empty));
        routes.post(base, context -> frame.form(context, this::dispatch));
        routes.post(base + "/preview", context -> frame.form(context, this::preview));
    }

    private DispatchPage empty(Context context, Visit visit) {
        return page(visit, DispatchFields.read(name -> Frame.query(context, name)), DispatchPage.Answer.NONE);
    }

    private void preview(Context context, Visit visit) {
        DispatchFields fields = sent(context);
        DispatchPage.Answer answer;
        try {
            PreviewCard card = PreviewCard.of(parts.dispatch().preview(asked(fields, "", visit)));
            answer = DispatchPage.Answer.of(card, UUID.randomUUID().toString());
        } catch (InvalidDocumentException | RefusedException e) {
            answer = refused(context, e);
        }
        frame.render(context, "dispatch.jte", page(visit, fields, answer));
    }

    private void dispatch(Context context, Visit visit) {
        DispatchFields fields = sent(context);
        DispatchPage.Answer answer;
        try {
            DispatchAnswer made = parts.dispatch().dispatch(asked(fields, Frame.field(context, "request"), visit));
            if (made instanceof DispatchAnswer.Accepted accepted) {
                String name = accepted.run().metadata().name();
                Frame.seeOther(context, context.path().replaceAll("/dispatch$", "/runs/") + name);
                return;
            }
            context.status(403);
            answer = DispatchPage.Answer.of(((DispatchAnswer.Denied) made).review());
        } catch (InvalidDocumentException | RefusedException e) {
            answer = refused(context, e);
        }
        frame.render(context, "dispatch.jte", page(visit, fields, answer));
    }

    private static DispatchFields sent(Context context) {
        return DispatchFields.read(
                name -> Optional.ofNullable(context.formParam(name)).orElse(""));
    }

    private static Asked asked(DispatchFields fields, String requestId, Visit visit) {
        return new Asked(
                visit.scope().namespace(),
                DispatchRequest.read(fields.document(), requestId),
                visit.scope().caller());
    }

    private static DispatchPage.Answer refused(Context context, RuntimeException problem) {
        if (problem instanceof InvalidDocumentException invalid) {
            context.status(422);
            return DispatchPage.Answer.faults(invalid.faults().stream()
                    .map(fault -> new DispatchPage.Fault(DispatchFields.label(fault.path()), fault.message()))
                    .toList());
        }
        context.status(409);
        return DispatchPage.Answer.faults(List.of(new DispatchPage.Fault("", String.valueOf(problem.getMessage()))));
    }

    private DispatchPage page(Visit visit, DispatchFields fields, DispatchPage.Answer answer) {
        return new DispatchPage(
                frame.shell(visit, "Dispatch an agent", "runs"),
                fields,
                names(visit, "AgentStack"),
                names(visit, "Repository"),
                names(visit, "RunnerPool"),
                names(visit, "AgentContextLabel"),
                Disabled.ofReader(visit, "Dispatch", "AgentDispatchRun"),
                answer);
    }

    private List<String> names(Visit visit, String kind) {
        return parts.desk().list(Query.of(kind, visit.scope().namespace()).limit(MOST_OFFERED)).items().stream()
                .map(Resource::metadata)
                .map(metadata -> metadata.name())
                .toList();
    }
}
