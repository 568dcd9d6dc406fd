package ai.a5c.krate.engine;

import java.util.Map;

/** A webhook call whose signature was valid. */
public final class Incoming {

    private final String organization;
    private final String namespace;
    private final String subscription;
    private final String deliveryId;
    private final String eventType;
    private final Map<String, String> headers;
    private final byte[] body;
    private final String signature;

    private Incoming(Builder builder) {
        this.organization = builder.organization;
        this.namespace = builder.namespace;
        this.subscription = builder.subscription;
        this.deliveryId = builder.deliveryId;
        this.eventType = builder.eventType;
        this.headers = Map.copyOf(builder.headers);
        this.body = builder.body.clone();
        this.signature = builder.signature;
    }

    /** A call by a subscription of an organization. */
    public static Builder by(String organization, String namespace, String subscription) {
        return new Builder(organization, namespace, subscription);
    }

    /** The organization's name. */
    public String organization() {
        return organization;
    }

    /** The organization's namespace. */
    public String namespace() {
        return namespace;
    }

    /** The {@code WebhookSubscription}. */
    public String subscription() {
        return subscription;
    }

    /** The sender's id for it. */
    public String deliveryId() {
        return deliveryId;
    }

    /** The sender's word for it. */
    public String eventType() {
        return eventType;
    }

    /** Allow-listed headers, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The raw bytes. */
    public byte[] body() {
        return body.clone();
    }

    /** What the signature check said. */
    public String signature() {
        return signature;
    }

    /** Gathers a call. */
    public static final class Builder {

        private final String organization;
        private final String namespace;
        private final String subscription;
        private String deliveryId = "";
        private String eventType = "";
        private Map<String, String> headers = Map.of();
        private byte[] body = {};
        private String signature = "";

        private Builder(String organization, String namespace, String subscription) {
            this.organization = organization;
            this.namespace = namespace;
            this.subscription = subscription;
        }

        /** The sender's id and word for it. */
        public Builder delivery(String id, String type) {
            this.deliveryId = id;
            this.eventType = type;
            return this;
        }

        /** Allow-listed headers and what the signature check said. */
        public Builder headers(Map<String, String> allowed, String verdict) {
            this.headers = allowed;
            this.signature = verdict;
            return this;
        }

        /** The raw bytes. */
        public Incoming body(byte[] raw) {
            this.body = raw;
            return new Incoming(this);
        }
    }
}
