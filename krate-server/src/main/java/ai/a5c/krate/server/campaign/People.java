package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Face.Answer;
import ai.a5c.krate.server.campaign.Tickets.Tally;
import ai.a5c.krate.server.campaign.Tickets.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Those who approve, deny and cancel, each at whatever server answers, again if it died meanwhile. */
final class People {

    private static final String AGENTS = "/api/orgs/acme/agents";
    private static final String DELIVERIES = "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/webhookdeliveries/";
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    private final Scene scene;

    People(Scene scene) {
        this.scene = scene;
    }

    /** Looks at everything that is open, once, and does what is to be done about it; false if nobody answered. */
    boolean look() {
        Optional<CampaignServer> server = scene.readyServer();
        if (server.isEmpty()) {
            return false;
        }
        for (Ticket ticket : scene.tickets().open()) {
            follow(server.get().face(), ticket);
        }
        Answer pending = server.get().face().get(AGENTS + "/approvals?phase=pending&limit=500");
        pending.tree().list("items").forEach(this::decide);
        return pending.status() == 200;
    }

    private void follow(Face face, Ticket ticket) {
        if (ticket.run.isEmpty() && !ticket.delivery.isEmpty()) {
            Tree delivery = face.get(DELIVERIES + ticket.delivery).tree();
            List<String> runs = delivery.texts("status.runs");
            if (!runs.isEmpty()) {
                scene.tickets().learn(ticket, runs.get(0));
            } else if (delivery.text("status.phase").equals("decided")) {
                ticket.over = !ticket.fate.makesRun();
            }
        }
        if (ticket.run.isEmpty()) {
            return;
        }
        if (ticket.fate == Fate.CANCEL && !ticket.cancelled && Instant.now().isAfter(ticket.cancelAt)) {
            ticket.cancelled = true;
            scene.crowd().execute(() -> cancel(ticket));
        }
        String phase = face.get(AGENTS + "/runs/" + ticket.run).tree().text("status.phase");
        ticket.over = ENDED.contains(phase);
    }

    private void cancel(Ticket ticket) {
        while (!scene.isClosed()) {
            Answer answer = scene.someServer().face().post(AGENTS + "/runs/" + ticket.run + "/cancel", Map.of());
            if (!answer.isUnknown()) {
                return;
            }
            scene.pause(Scene.SHORT);
        }
    }

    private void decide(Tree approval) {
        String name = approval.text("metadata.name");
        String run = approval.text("spec.dispatchRun");
        Tally tally = scene.tickets().answers(name);
        if (tally.underWay.get() > 0) {
            return;
        }
        if (run.isEmpty()) {
            answer(name, tally, false);
            return;
        }
        Optional<Ticket> ticket = scene.tickets().ofRun(run);
        if (ticket.isEmpty()) {
            return;
        }
        switch (ticket.get().fate) {
            case DENY -> answer(name, tally, false);
            case APPROVE_TWICE -> {
                answer(name, tally, true);
                answer(name, tally, true);
            }
            case APPROVE_AND_DENY -> {
                answer(name, tally, true);
                answer(name, tally, false);
            }
            case APPROVE_AND_CANCEL -> {
                answer(name, tally, true);
                scene.crowd().execute(() -> cancel(ticket.get()));
            }
            case APPROVE, CANCEL, FAIL, OUTSIDER, NOTHING -> answer(name, tally, true);
        }
    }

    private void answer(String approval, Tally tally, boolean approve) {
        tally.underWay.incrementAndGet();
        scene.crowd().execute(() -> {
            try {
                tally.sent(approve);
                Answer answer = scene.someServer()
                        .face()
                        .post(
                                AGENTS + "/approvals/" + approval + "/decision",
                                Map.of("decision", approve ? "approve" : "deny"));
                if (answer.status() == 200) {
                    tally.counted(approve);
                }
            } finally {
                tally.underWay.decrementAndGet();
            }
        });
    }
}
