package ai.a5c.krate.target.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTargetTest implements WriteBackTargetContract {

    private static final String PATCH = "diff --git a/a.txt b/a.txt\n";

    @TempDir
    Path directory;

    private final Map<Digest, byte[]> blobs = new HashMap<>();
    private FakeRepositories repositories;
    private GitTarget target;
    private String base;

    @BeforeEach
    void makeARemoteWithOneCommit() {
        repositories = new FakeRepositories(directory);
        base = repositories.commitOnRemote("acme/app", "main", Map.of("a.txt", "one\n"));
        blobs.put(Digest.of(PATCH), PATCH.getBytes(StandardCharsets.UTF_8));
        target = new GitTarget(
                repositories,
                (organization, repository) ->
                        new Remote(organization + "/" + repository, "https://forge.example/", Optional.empty()),
                new Blobs());
    }

    private final class Blobs implements BlobStore {

        @Override
        public Digest put(byte[] content) {
            throw new AssertionError("a target stores nothing");
        }

        @Override
        public Optional<byte[]> get(Digest digest) {
            return Optional.ofNullable(blobs.get(digest));
        }
    }

    @Override
    public WriteBackTarget target() {
        return target;
    }

    @Override
    public Mutation mutation(String marker) {
        return mutation(marker, "krate/" + marker, Map.of());
    }

    private Mutation mutation(String marker, String branch, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "baseSha", base,
                "patchDigest", Digest.of(PATCH).text(),
                "subject", "Repair",
                "authorName", "Agent",
                "authorEmail", "agent@example.org",
                "time", "2026-02-03T04:05:06Z",
                "trailers", "Krate-Run: run-1\nKrate-Approval: ok-1"));
        parameters.putAll(more);
        parameters.values().removeIf(String::isEmpty);
        return new Mutation("branch-push", "acme", "app", branch, "", marker, parameters);
    }

    @Override
    public int effects() {
        return (int) List.of("marker-1", "marker-2").stream()
                .filter(marker ->
                        repositories.remoteHead(remote(), "krate/" + marker).isPresent())
                .count();
    }

    private static Remote remote() {
        return new Remote("acme/app", "https://forge.example/", Optional.empty());
    }

    @Test
    void theCommitCarriesAllTrailersAndTheMarkerLast() {
        String commit = target.write(mutation("marker-1")).remoteId();
        assertThat(repositories.log(remote(), commit, 1).get(0).message())
                .isEqualTo("Repair\n\nKrate-Run: run-1\nKrate-Approval: ok-1\nKrate-Effect: marker-1\n");
    }

    @Test
    void anEffectIsFoundBelowWhatOthersPushedOnTopOfIt() {
        String commit = target.write(mutation("marker-1")).remoteId();
        repositories.commitOnRemote("acme/app", "krate/marker-1", Map.of("b.txt", "theirs\n"));
        assertThat(target.find(mutation("marker-1")).map(written -> written.remoteId()))
                .contains(commit);
    }

    @Test
    void aMarkerOutsideOfTheTrailersIsNoEffect() {
        String commit = target.write(mutation("marker-2", "krate/x", Map.of("subject", "Krate-Effect: marker-1")))
                .remoteId();
        assertThat(commit).isNotBlank();
        assertThat(target.find(mutation("marker-1", "krate/x", Map.of()))).isEmpty();
    }

    @Test
    void aBranchThatMovedLosesTheLease() {
        repositories.moveOnRemote("acme/app", "krate/marker-1", base);
        TargetException refused = refusal(mutation("marker-1"));
        assertThat(refused.code()).isEqualTo("LeaseLost");
        assertThat(refused.isTransient()).isFalse();
        assertThat(refused)
                .hasMessage("branch 'krate/marker-1' of 'acme/app' is not where it was when this was approved; nothing"
                        + " was pushed");
        assertThat(target.write(mutation("marker-1", "krate/marker-1", Map.of("expected", base))))
                .isNotNull();
    }

    @Test
    void anUnreachableRemoteOrAFaultyDiskMayPassAndARefusedCredentialDoesNot() {
        for (String passing : List.of("RemoteUnreachable", "StorageFailed")) {
            repositories.unreachable(passing);
            assertThat(refusal(mutation("marker-1")).isTransient()).as(passing).isTrue();
        }
        repositories.unreachable("CredentialRefused");
        TargetException refused = refusal(mutation("marker-1"));
        assertThat(refused.isTransient()).isFalse();
        assertThat(refused.code()).isEqualTo("CredentialRefused");
    }

    @Test
    void onlyBranchesOfOursAreWritten() {
        assertThat(List.of("main", "krate/", "krate", "refs/heads/krate/x", "Krate/x"))
                .allSatisfy(branch -> assertThat(
                                refusal(mutation("marker-1", branch, Map.of())).code())
                        .isEqualTo("BranchNotAllowed"));
        assertThat(refusal(mutation("marker-1", "krate/../main", Map.of())).code())
                .isEqualTo("RefNotAllowed");
    }

    @Test
    void aParameterThatIsMissingOrWrongIsNamed() {
        assertThat(refusal(mutation("marker-1", "krate/x", Map.of("subject", ""))))
                .hasMessage("this is no branch-push that can be done: parameter subject is missing");
        assertThat(refusal(mutation("marker-1", "krate/x", Map.of("time", "yesterday"))))
                .hasMessageEndingWith("parameter time is no instant such as 2026-01-31T12:00:00Z");
        assertThat(refusal(mutation("marker-1", "krate/x", Map.of("patchDigest", "sha256:x")))
                        .code())
                .isEqualTo("InvalidMutation");
        assertThat(refusal(mutation("marker-1", "krate/x", Map.of("trailers", "krate-effect: marker-2")))
                        .code())
                .isEqualTo("InvalidMutation");
        assertThat(refusal(mutation("a\nKrate-Effect: marker-2")).code()).isEqualTo("InvalidMutation");
    }

    @Test
    void aPatchThatIsGoneIsNamed() {
        blobs.clear();
        assertThat(refusal(mutation("marker-1")).code()).isEqualTo("PatchNotFound");
    }

    private TargetException refusal(Mutation mutation) {
        TargetException refused = catchThrowableOfType(TargetException.class, () -> target.write(mutation));
        assertThat(refused).isNotNull();
        return refused;
    }
}
