package ai.a5c.krate.refusal;

/** Who can change that a request is refused. */
public enum Remedy {
    REQUESTER("whoever asked"),
    MAINTAINER("anybody who may write to the repository"),
    APPROVER("anybody who may approve for the repository"),
    RULE_OWNER("whoever looks after the organization's trigger rules"),
    STACK_OWNER("whoever looks after the agent stack"),
    GRANT_ADMINISTRATOR("whoever administers the organization's secrets and grants"),
    ADMINISTRATOR("an administrator of the organization"),
    NOBODY("nobody has to; it is meant to be so");

    private final String words;

    Remedy(String words) {
        this.words = words;
    }

    /** As a sentence goes on with it. */
    public String words() {
        return words;
    }
}
