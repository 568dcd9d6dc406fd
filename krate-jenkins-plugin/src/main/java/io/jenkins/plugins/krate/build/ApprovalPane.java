package io.jenkins.plugins.krate.build;

import io.jenkins.plugins.krate.engine.ApprovalView;
import java.util.List;

/** A question as a page shows it. */
public final class ApprovalPane {

    private final ApprovalView approval;
    private final String notice;

    ApprovalPane(ApprovalView approval, String notice) {
        this.approval = approval;
        this.notice = notice;
    }

    public String getId() {
        return approval.id();
    }

    public String getGate() {
        return approval.gate();
    }

    public String getStanding() {
        return approval.standing();
    }

    public String getRequestedBy() {
        return approval.requestedBy();
    }

    /** What an answer repeats, so that it speaks of what was shown. */
    public String getBindingDigest() {
        return approval.bindingDigest();
    }

    public List<String> getRisks() {
        return approval.risks();
    }

    public int getNeeded() {
        return approval.needed();
    }

    public String getExpiresAt() {
        return approval.expiresAt();
    }

    public boolean isPending() {
        return approval.isPending();
    }

    /** What came of the last answer that was given here; may be empty. */
    public String getNotice() {
        return notice;
    }

    /** What would be done. */
    public List<MutationPane> getMutations() {
        return approval.mutations().stream().map(MutationPane::new).toList();
    }

    /** One thing that would be done. */
    public static final class MutationPane {

        private final ApprovalView.Mutation mutation;

        MutationPane(ApprovalView.Mutation mutation) {
            this.mutation = mutation;
        }

        public int getOrdinal() {
            return mutation.ordinal();
        }

        public String getAction() {
            return mutation.action();
        }

        public String getTarget() {
            return mutation.target();
        }

        public String getPreview() {
            return mutation.preview();
        }
    }
}
