package ai.a5c.krate.engine.notice;

import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.Repository.Feedback;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;

/** Whether Krate says anything by itself about a repository: it has a forge to say it at, and its owners want it. */
final class Muting {

    private Muting() {}

    static boolean speaks(Repository repository, Feedback feedback) {
        Repository.Forge forge = repository.spec().forge();
        return !forge.baseUrl().isEmpty()
                && !forge.apiCredential().isEmpty()
                && !forge.muted().contains(feedback);
    }

    static boolean speaks(Repository repository, NoticeForm form) {
        return speaks(repository, feedback(form));
    }

    private static Feedback feedback(NoticeForm form) {
        return switch (form) {
            case REPLY -> Feedback.REPLIES;
            case REACTION -> Feedback.REACTIONS;
            case STATUS_COMMENT -> Feedback.STATUS_COMMENT;
            case COMMIT_STATUS -> Feedback.COMMIT_STATUS;
        };
    }
}
