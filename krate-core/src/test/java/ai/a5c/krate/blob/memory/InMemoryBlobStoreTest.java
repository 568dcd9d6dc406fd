package ai.a5c.krate.blob.memory;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.testkit.BlobStoreContract;

class InMemoryBlobStoreTest extends BlobStoreContract {

    @Override
    protected BlobStore newBlobs() {
        return new InMemoryBlobStore();
    }
}
