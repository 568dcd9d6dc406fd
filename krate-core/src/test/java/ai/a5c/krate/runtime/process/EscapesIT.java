package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Setup.Sandbox.Network;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** T05, T10: agents in a sandbox that try to get out, to see more, to take more, or to stay. */
class EscapesIT extends EscapeBench {

    @Test
    void itReadsNothingOfTheHost() {
        Session other = trusted("echo mine >\"$HOME/kept\"");
        hear(other);

        List<String> said = said("""
                cat /etc/shadow '%1$s/secret' && echo BROKEN
                cat '%2$s'/*/prompt '%2$s'/*/output '%2$s'/*/home/kept && echo BROKEN
                cat "$HOME/../prompt" "$HOME/../supervisor" "$HOME/../environment" && echo BROKEN
                ls /root /home /var /srv /sys /run /boot && echo BROKEN
                ln -s '%1$s' link; cat link/secret && echo BROKEN
                cat README.md; ls -a /tmp
                """.formatted(outside, directory.resolve("sessions")));

        assertThat(said).contains("read me").doesNotContain("BROKEN", "mine", "canary-outside");
    }

    @Test
    void itWritesNothingButItsWorkspaceAndItsOwnHome() throws IOException {
        List<String> said = said("""
                for place in / /usr /usr/bin /etc /dev /proc /proc/sys/kernel /opt '%1$s'; do
                    touch "$place/krate-was-here" 2>/dev/null && echo "BROKEN $place"
                done
                ln -s '%1$s' link; echo x >link/new && echo BROKEN link
                mount -t tmpfs none /usr && echo BROKEN mount
                unshare -Ur true && echo BROKEN unshare
                touch '%2$s/krate-was-here' '%2$s/../krate-was-here' 2>/dev/null
                echo x >mine && echo x >"$HOME/mine" && echo x >"$TMPDIR/mine" && echo wrote
                """.formatted(outside, directory.resolve("sessions")));

        assertThat(said).containsExactly("wrote");
        assertThat(workspace.resolve("mine")).exists();
        assertThat(List.of(outside, directory, directory.resolve("sessions")))
                .noneMatch(place -> Files.exists(place.resolve("krate-was-here")));
    }

    @Test
    void whereGitFindsItsOwnIsNotItsToChange() throws IOException {
        Files.writeString(workspace.resolve(".git"), "gitdir: elsewhere\n");

        List<String> said = said("""
                echo 'gitdir: mine' >.git && echo BROKEN
                rm -f .git && echo BROKEN
                mv .git git && echo BROKEN
                echo tried
                """);

        assertThat(said).containsExactly("tried");
        assertThat(workspace.resolve(".git")).hasContent("gitdir: elsewhere\n");
    }

    @Test
    void nothingOfItStays() {
        String nap = Bench.nap();

        Heard heard = hear(
                untrusted("(setsid sh -c 'env -i sleep %1$s & exec sleep %1$s' >/dev/null 2>&1 &); sleep 0.3; echo done"
                        .formatted(nap)));

        assertThat(texts(heard)).containsExactly("done");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        Bench.awaitProcesses(nap, 0);
    }

    @Test
    void itForksNoMoreThanItMay() {
        String nap = Bench.nap();

        Heard heard = hear(untrusted(
                List.of(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 400 ]; do sleep %s & i=$((i+1)); done; echo BROKEN; wait".formatted(nap)),
                sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 0, 40, 0)));

        assertThat(heard.end().outcome()).isEqualTo(Outcome.FAILED);
        Bench.awaitProcesses(nap, 0);
    }

    @Test
    void itFillsNoDisk() {
        Sandbox small = sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 0, 0, 3_000_000);

        Heard large = hear(untrusted(List.of("sh", "-c", "head -c 9000000 /dev/zero >large; ls -s large"), small));
        Heard many = hear(untrusted(
                List.of("sh", "-c", "i=0; while :; do head -c 500000 /dev/zero >many.$i; i=$((i+1)); sleep 0.05; done"),
                small));

        assertThat(workspace.resolve("large").toFile().length()).isLessThanOrEqualTo(3_000_000);
        assertThat(large.end().outcome()).isIn(Outcome.SUCCEEDED, Outcome.FAILED);
        assertThat(many.end().message()).isEqualTo("used more than 3000000 bytes on disk");
        awaitStillness();
    }

    /** What was killed may write its last bytes while its end is told; the directory is removed after the test. */
    private void awaitStillness() {
        int before = -1;
        int count = names();
        for (int i = 0; i < 20 && count != before; i++) {
            before = count;
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            count = names();
        }
        assertThat(count).as("files, once nobody writes any more").isEqualTo(before);
    }

    private int names() {
        return Objects.requireNonNull(workspace.toFile().list()).length;
    }

    @Test
    void itFillsNoMemory() {
        Heard heard = hear(untrusted(
                List.of(
                        "sh",
                        "-c",
                        "head -c 300000000 /dev/zero | tail -n 1 | wc -c; head -c 900M /dev/zero >/dev/shm/x; stat -c %s /dev/shm/x"),
                sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 60_000_000, 0, 0)));

        assertThat(texts(heard)).doesNotContain("300000000", "943718400");
    }

    @Test
    void aTriageProfileReadsOnlyOrNothing() {
        List<String> reader = texts(hear(untrusted(
                List.of("sh", "-c", "cat README.md; touch x || echo kept"),
                sandbox(Network.NONE, Sandbox.Files.READ_ONLY, 0, 0, 0))));
        List<String> blind = texts(hear(untrusted(
                List.of("sh", "-c", "cat README.md; pwd; ls -A"), sandbox(Network.NONE, Sandbox.Files.NONE, 0, 0, 0))));

        assertThat(reader).startsWith("read me", "kept");
        assertThat(blind).startsWith(workspace.toString()).doesNotContain("read me");
    }

    @Test
    void trustedWorkIsKeptInWhereItsProfileSaysSo() {
        Sandbox required = new Sandbox(true, Network.NONE, List.of(), Sandbox.Files.WORKSPACE, 0, 0, 0);

        Session session = runtime()
                .launch(request(
                        List.of("sh", "-c", "cat '%s/secret'; echo tried".formatted(outside)),
                        Map.of(),
                        Trust.TRUSTED,
                        required));

        assertThat(texts(hear(session))).startsWith("tried").doesNotContain("canary-outside");
        assertThat(runtime().capabilities()).contains(Capability.SANDBOX);
    }

    @Test
    void aSecretOfAFileIsThereForItAloneAndGoneAfterwards() throws IOException {
        String script = "stat -c %a \"$KEY_FILE\"; cat \"$KEY_FILE\"; echo; env | grep -c canary; "
                + "echo x >\"$KEY_FILE\" || echo kept";
        Session session = runtime()
                .launch(request(
                        List.of("sh", "-c", script),
                        Map.of(),
                        Trust.UNTRUSTED,
                        closed(),
                        Map.of("KEY_FILE", "canary-file")));

        assertThat(texts(hear(session))).startsWith("600", "canary-file", "0", "kept");
        Path secrets = directory.resolve("sessions").resolve(session.id()).resolve("secrets");
        assertThat(secrets).doesNotExist();
    }
}
