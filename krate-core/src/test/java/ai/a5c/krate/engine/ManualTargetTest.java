package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commit and which files a request means, and what it may not name. */
class ManualTargetTest extends ManualDispatch {

    private List<Faults.Fault> faults(Object... more) {
        return catchThrowableOfType(InvalidDocumentException.class, () -> ask(ALICE, more))
                .faults();
    }

    @Test
    void aCommitIsFoundByBranchTagFullRefOrId() {
        String old = commit("main", Map.of("a", "1"));
        String head = commit("main", Map.of("a", "2"));
        String side = commit("side", Map.of("a", "3"));
        scenario.repositories.moveOnRemote("acme/app", "refs/tags/v1", old);
        assertThat(run().spec().sha()).isEqualTo(head);
        assertThat(run("ref", "side").spec().sha()).isEqualTo(side);
        assertThat(run("ref", "refs/heads/side").spec().ref()).isEqualTo("refs/heads/side");
        assertThat(run("ref", "v1").spec().sha()).isEqualTo(old);
        assertThat(run("ref", "v1").spec().branch()).isEmpty();
        assertThat(run("sha", old).spec().branch()).isEqualTo("main");
        assertThat(run("sha", side, "ref", "side").spec().trust()).isEqualTo(Trust.TRUSTED);
        assertThat(preview(ALICE, "sha", side).trustReason())
                .isEqualTo("commit %s is not on main, so nobody can tell whose it is; name its branch"
                        .formatted(side.substring(0, 12)));
    }

    @Test
    void whatNamesNoCommitOrMoreThanOneIsRefusedAtItsField() {
        String side = commit("side", Map.of("a", "3"));
        scenario.repositories.moveOnRemote("acme/app", "refs/tags/side", side);
        assertThat(faults("ref", "side"))
                .containsExactly(new Faults.Fault(
                        "$.ref", "'side' is a branch and a tag; name refs/heads/side or refs/tags/side"));
        assertThat(faults("ref", "nowhere"))
                .containsExactly(new Faults.Fault("$.ref", "the repository has no branch and no tag 'nowhere'"));
        assertThat(faults("ref", "refs/notes/x")).extracting(Faults.Fault::path).containsExactly("$.ref");
        assertThat(faults("sha", "f".repeat(40)))
                .containsExactly(new Faults.Fault(
                        "$.sha",
                        "the repository has no commit %s on a branch, tag or pull request".formatted("f".repeat(40))));
        assertThat(faults("sha", side, "ref", "main"))
                .containsExactly(
                        new Faults.Fault("$.sha", "is not among the last 1000 commits of 'main'; name its branch"));
        assertThat(faults("repository", "theirs"))
                .containsExactly(
                        new Faults.Fault("$.repository", "there is no repository 'theirs' in this organization"));
    }

    @Test
    void aRepositoryThatCannotBeReachedIsSaidSo() {
        scenario.repositories.unreachable("RemoteUnreachable");
        assertThatThrownBy(() -> ask(ALICE))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("the repository cannot be fetched: RemoteUnreachable: ")
                .extracting("code")
                .isEqualTo("UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secrets",
                "/etc/passwd",
                "src/../../x",
                "src//x",
                "./x",
                "src\\x",
                "a/",
                "",
                ".",
                "..",
                "x\u0000"
            })
    void aPathThatLeavesTheRepositoryIsNone(String path) {
        assertThat(faults("files", List.of(path)))
                .containsExactly(
                        new Faults.Fault(
                                "$.files[0]",
                                "expected a path below the root of the repository, with / between its parts and without . and .."));
    }

    @Test
    void filesAreBoundedAndMustBeThere() {
        commit("main", Map.of("big", "x".repeat(300_000), "a", "1"));
        String sha = run().spec().sha().substring(0, 12);
        assertThat(faults("files", List.of("a", "big", "missing")))
                .containsExactly(
                        new Faults.Fault(
                                "$.files[1]",
                                "'big' is no file of at most 262144 bytes in commit %s; links are not followed"
                                        .formatted(sha)),
                        new Faults.Fault(
                                "$.files[2]",
                                "'missing' is no file of at most 262144 bytes in commit %s; links are not followed"
                                        .formatted(sha)));
        assertThat(faults("files", List.of("a", "a")))
                .extracting(Faults.Fault::path)
                .containsExactly("$.files");
    }

    @Test
    void everythingThatIsWrongWithARequestIsSaidAtOnce() {
        InvalidDocumentException wrong = catchThrowableOfType(
                InvalidDocumentException.class,
                () -> DispatchRequest.read(
                        Map.of(
                                "agentStak", "x",
                                "repository", 7,
                                "prompt", "x".repeat(70_000),
                                "sha", "main",
                                "workItem", "issue 7",
                                "budgetUsd", -1,
                                "contextLabels", "one"),
                        "two words"));
        assertThat(wrong.faults())
                .extracting(Faults.Fault::path)
                .containsExactlyInAnyOrder(
                        "$.agentStak",
                        "$.agentStack",
                        "$.repository",
                        "$.repository",
                        "$.taskKind",
                        "$.prompt",
                        "$.sha",
                        "$.workItem",
                        "$.budgetUsd",
                        "$.contextLabels",
                        "$.requestId");
    }
}
