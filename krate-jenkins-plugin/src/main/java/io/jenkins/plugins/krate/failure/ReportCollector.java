package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.failure.Failure;
import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.BuildReport.Change;
import hudson.ExtensionList;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import hudson.scm.ChangeLogSet;
import hudson.util.Secret;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.RunWithSCM;

/** Collects the report of one build; what cannot be read is left out and does not keep the rest from being told. */
final class ReportCollector {

    private static final Logger LOGGER = Logger.getLogger(ReportCollector.class.getName());

    private final Run<?, ?> run;
    private final Map<String, String> environment;
    private final KnownValues secrets;

    ReportCollector(Run<?, ?> run) {
        this.run = run;
        this.environment = read("environment", Map.of(), () -> run.getEnvironment(TaskListener.NULL));
        this.secrets = new KnownValues(environment, read("parameters", Map.of(), this::sensitive));
    }

    /** The report, as it can be told to others: without secrets. */
    BuildReport collect(String controllerId) {
        BuildReport.Controller controller = new BuildReport.Controller(controllerId, BuildFacts.rootUrl());
        return BuildReport.of(controller, BuildFacts.of(run, secrets::redact))
                .withScm(read("source control", Optional.empty(), this::scm))
                .withFailure(read("failure", Optional.empty(), this::failure), read("tests", List.of(), this::tests))
                .withChanges(read("changes", List.of(), this::changes), read("culprits", List.of(), this::culprits));
    }

    private Optional<BuildReport.Scm> scm() {
        Head head = Head.UNKNOWN;
        List<Revision> revisions = new ArrayList<>();
        for (Revisions sort : ExtensionList.lookup(Revisions.class)) {
            Head found = sort.headOf(run);
            head = found.equals(Head.UNKNOWN) ? head : found;
            revisions.addAll(sort.checkedOutBy(run));
        }
        return CheckedOut.of(head, revisions, environment);
    }

    private Optional<BuildReport.Failure> failure() throws IOException {
        Optional<FlowReading> flow = read("pipeline", Optional.empty(), () -> FlowReading.of(run));
        Optional<Failure> ofStep = flow.isEmpty()
                ? Optional.empty()
                : read(
                        "log of the step",
                        Optional.empty(),
                        () -> flow.get().log().failure());
        Optional<Failure> log =
                LogReading.isTelling(ofStep) ? ofStep : ofBuild().or(() -> ofStep);
        return Breakage.of(flow.map(FlowReading::step), log, secrets::redact);
    }

    private Optional<Failure> ofBuild() {
        return read("log", Optional.empty(), () -> {
            try (Reader log = run.getLogReader()) {
                return new LogReading().read(log).failure();
            }
        });
    }

    private List<BuildReport.FailedTest> tests() {
        List<BuildReport.FailedTest> failed = new ArrayList<>();
        for (TestResults sort : ExtensionList.lookup(TestResults.class)) {
            failed.addAll(sort.failedIn(run, secrets::redact));
        }
        return failed;
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        if (run instanceof RunWithSCM<?, ?> built) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> set : built.getChangeSets()) {
                for (ChangeLogSet.Entry entry : set) {
                    changes.add(0, change(entry));
                }
            }
        }
        return changes;
    }

    private Change change(ChangeLogSet.Entry entry) {
        User author = entry.getAuthor();
        String first = entry.getMsg() == null ? "" : entry.getMsg();
        String message = ExtensionList.lookup(Revisions.class).stream()
                .flatMap(sort -> sort.messageOf(entry).stream())
                .findFirst()
                .orElse(first);
        String commit = entry.getCommitId() == null ? "" : entry.getCommitId();
        return new Change(commit, author == null ? "" : author.getId(), secrets.redact(message));
    }

    private List<String> culprits() {
        return run instanceof RunWithSCM<?, ?> built
                ? built.getCulprits().stream().map(User::getId).sorted().toList()
                : List.of();
    }

    private Map<String, String> sensitive() {
        Map<String, String> values = new HashMap<>();
        for (ParametersAction action : run.getActions(ParametersAction.class)) {
            for (ParameterValue parameter : action.getAllParameters()) {
                if (parameter != null && parameter.isSensitive()) {
                    String value = plain(parameter.getValue());
                    values.put(
                            parameter.getName(),
                            value.isEmpty() ? environment.getOrDefault(parameter.getName(), "") : value);
                }
            }
        }
        return values;
    }

    private static String plain(Object value) {
        if (value instanceof Secret secret) {
            return secret.getPlainText();
        }
        return value instanceof String text ? text : "";
    }

    /** Plugins may fail, or not be there. */
    private <T> T read(String what, T otherwise, Callable<T> source) {
        try {
            return source.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (Exception | LinkageError e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read the %s of %s".formatted(what, run.getExternalizableId()));
            return otherwise;
        }
    }
}
