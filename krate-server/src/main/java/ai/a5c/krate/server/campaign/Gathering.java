package ai.a5c.krate.server.campaign;

import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.server.campaign.Evidence.Approval;
import ai.a5c.krate.server.campaign.Evidence.Attempt;
import ai.a5c.krate.server.campaign.Evidence.Audit;
import ai.a5c.krate.server.campaign.Evidence.Delivery;
import ai.a5c.krate.server.campaign.Evidence.Entry;
import ai.a5c.krate.server.campaign.Evidence.Execution;
import ai.a5c.krate.server.campaign.Evidence.Launch;
import ai.a5c.krate.server.campaign.Evidence.Remark;
import ai.a5c.krate.server.campaign.Evidence.Run;
import ai.a5c.krate.server.campaign.Evidence.WriteBack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects the evidence when everything has come to rest. */
final class Gathering {

    private static final String RECORDS = "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/";
    private static final String AGENTS = "/api/orgs/acme/agents";
    private static final Pattern DONE = Pattern.compile("campaign request ([0-9]{1,9}) is done");
    private static final Pattern STEP = Pattern.compile("\\S+ step [0-9]+");

    private final Scene scene;
    private final Face face;

    Gathering(Scene scene, Face face) {
        this.scene = scene;
        this.face = face;
    }

    Evidence evidence(Watch watch, List<String> leftovers) {
        List<Launch> launches = launches();
        return new Evidence(
                scene.tickets().asked(),
                all("webhookdeliveries").map(Gathering::delivery).toList(),
                all("agenttriggerexecutions").map(Gathering::execution).toList(),
                all("agentdispatchruns").map(this::run).toList(),
                all("agentdispatchattempts").map(Gathering::attempt).toList(),
                all("agentapprovals").map(this::approval).toList(),
                all("agentwritebacks").map(Gathering::writeBack).toList(),
                launches,
                watch.overlaps(launches),
                remarks(),
                scene.origin().branches(),
                audit(),
                leftovers);
    }

    private Stream<Tree> all(String plural) {
        return face.all(RECORDS + plural).stream();
    }

    private static Delivery delivery(Tree tree) {
        return new Delivery(
                tree.text("metadata.name"),
                tree.text("spec.deliveryId"),
                tree.text("status.phase"),
                tree.text("status.decision"),
                tree.texts("status.runs"));
    }

    private static Execution execution(Tree tree) {
        return new Execution(
                tree.text("metadata.name"),
                tree.text("spec.decision"),
                tree.text("spec.sourceEvent"),
                tree.text("spec.dispatchRun"));
    }

    private Run run(Tree tree) {
        String name = tree.text("metadata.name");
        return new Run(name, tree.text("status.phase"), said(name));
    }

    private List<String> said(String run) {
        String rows = "SELECT document FROM krate_event WHERE stream = 'run/acme/%s' AND type = 'progress'";
        return scene.database().query(rows.formatted(run)).stream()
                .flatMap(row -> STEP.matcher(row.replace('"', ' ')).results())
                .map(found -> found.group().strip())
                .toList();
    }

    private static Attempt attempt(Tree tree) {
        return new Attempt(
                tree.text("metadata.name"),
                tree.text("spec.agentDispatchRun"),
                Integer.parseInt(tree.text("spec.number")),
                tree.text("status.phase"),
                reason(tree, "status.terminalReason"));
    }

    private Approval approval(Tree tree) {
        String name = tree.text("metadata.name");
        return new Approval(
                name,
                tree.text("spec.dispatchRun"),
                tree.text("status.phase"),
                tree.list("status.decisions").size(),
                scene.tickets().answers(name).said());
    }

    private static WriteBack writeBack(Tree tree) {
        return new WriteBack(
                tree.text("metadata.name"),
                tree.text("spec.dispatchRun"),
                tree.text("spec.action"),
                tree.text("status.phase"),
                tree.text("status.approval"),
                reason(tree, "status.reason"));
    }

    private static String reason(Tree tree, String path) {
        return "%s %s"
                .formatted(tree.text(path + ".code"), tree.text(path + ".message"))
                .strip();
    }

    private List<Launch> launches() {
        try {
            return Files.readAllLines(scene.ledger()).stream()
                    .map(line -> line.split(" ", -1))
                    .map(words -> new Launch(words[0], words[1], Integer.parseInt(words[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        for (long issue : new long[] {1, 2, 7}) {
            scene.forge().comments("acme", "app", issue).forEach(comment -> {
                Matcher done = DONE.matcher(comment.body());
                String notice = Marker.find(comment.body())
                        .map(Marker::run)
                        .filter(run -> run.startsWith("notice-"))
                        .orElse("");
                remarks.add(new Remark(comment.id(), done.find() ? Integer.parseInt(done.group(1)) : 0, notice));
            });
        }
        return remarks;
    }

    private Audit audit() {
        Tree verdict = face.get(AGENTS + "/audit/verify").tree();
        List<Entry> entries = new ArrayList<>();
        String next = "0";
        while (!next.isEmpty()) {
            Tree page = face.get(AGENTS + "/audit?limit=500&after=" + next).tree();
            page.list("items")
                    .forEach(item -> entries.add(new Entry(
                            Instant.parse(item.text("time")),
                            item.text("actor"),
                            item.text("action"),
                            item.text("subject"))));
            next = page.text("next");
        }
        return new Audit(
                verdict.text("intact").equals("true"),
                Long.parseLong(verdict.text("records")),
                verdict.text("problem"),
                entries);
    }
}
