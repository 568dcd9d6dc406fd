package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} promises; a new implementation extends this and says how to open one. */
public abstract class BlobStoreContract {

    private BlobStore blobs;

    /** An empty blob store. */
    protected abstract BlobStore newBlobs();

    @BeforeEach
    void openBlobs() {
        blobs = newBlobs();
    }

    @Test
    void bytesAreFoundUnderTheirDigest() {
        byte[] content = "what the agent said".getBytes(StandardCharsets.UTF_8);

        Digest digest = blobs.put(content);

        assertThat(digest).isEqualTo(Digest.of(content));
        assertThat(blobs.get(digest)).hasValue(content);
        assertThat(blobs.get(Digest.of("something else"))).isEmpty();
    }

    @Test
    void noBytesAreBytesToo() {
        assertThat(blobs.get(blobs.put(new byte[0]))).hasValue(new byte[0]);
    }

    @Test
    void theSameBytesAgainChangeNothing() {
        byte[] content = {1, 2, 3};

        assertThat(blobs.put(content)).isEqualTo(blobs.put(content));
        assertThat(blobs.get(Digest.of(content))).hasValue(content);
    }

    @Test
    void severalAreKeptTogetherWhetherTheyWereThereBeforeOrComeTwice() {
        byte[] there = {1};
        byte[] twice = {2, 2};
        byte[] other = {3};
        blobs.put(there);

        List<Digest> digests = blobs.putAll(List.of(there, twice, other, twice));

        assertThat(digests).containsExactly(Digest.of(there), Digest.of(twice), Digest.of(other), Digest.of(twice));
        assertThat(digests).allSatisfy(digest -> assertThat(blobs.get(digest)).isPresent());
        assertThat(blobs.putAll(List.of())).isEmpty();
    }

    @Test
    void nobodyCanChangeWhatIsKept() {
        byte[] content = {1, 2, 3};
        Digest digest = blobs.put(content);
        content[0] = 9;
        blobs.get(digest).orElseThrow()[1] = 9;

        assertThat(blobs.get(digest)).hasValue(new byte[] {1, 2, 3});
    }

    @Test
    void anyBytesComeBackAsTheyWere() {
        Seeds.forAll(50, random -> {
            byte[] content = new byte[random.nextInt(20_000)];
            random.nextBytes(content);

            assertThat(blobs.get(blobs.put(content))).hasValue(content);
        });
    }

    @Test
    void manyMayPutTheSameBytesAtOnce() {
        byte[] content = new byte[100_000];
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            IntStream.range(0, 16)
                    .mapToObj(number -> threads.submit(() -> blobs.get(blobs.put(content))))
                    .toList()
                    .forEach(read -> assertThat(StoreHarness.result(read)).hasValue(content));
        } finally {
            threads.shutdownNow();
        }
    }
}
