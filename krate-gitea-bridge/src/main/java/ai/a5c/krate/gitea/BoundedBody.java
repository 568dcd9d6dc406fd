package ai.a5c.krate.gitea;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A body read into memory, up to a number of bytes. */
final class BoundedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> inner = BodySubscribers.ofByteArray();
    private final int maxBytes;
    private @Nullable Subscription subscription;
    private long received;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void onSubscribe(Subscription incoming) {
        subscription = incoming;
        inner.onSubscribe(incoming);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received > maxBytes) {
            refuse();
        } else {
            inner.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure) {
        inner.onError(failure);
    }

    @Override
    public void onComplete() {
        inner.onComplete();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return inner.getBody();
    }

    private void refuse() {
        if (subscription != null) {
            subscription.cancel();
        }
        inner.onError(new OversizedAnswerException(maxBytes));
    }
}
