package ai.a5c.krate.gitea;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** What every target promises, of the comments that Krate adds; what else they do is in {@link GiteaTargetTest}. */
class CommentActionTest {

    @Nested
    class OnIssues implements WriteBackTargetContract {

        private final GiteaStage stage = GiteaStage.built();

        @AfterEach
        void close() {
            stage.close();
        }

        @Override
        public WriteBackTarget target() {
            return stage.target();
        }

        @Override
        public Mutation mutation(String marker) {
            return GiteaStage.mutation("issue-comment", "1", "Mended.", marker);
        }

        @Override
        public int effects() {
            return stage.gitea().comments("acme", "app", 1).size();
        }
    }

    @Nested
    class OnPullRequests implements WriteBackTargetContract {

        private final GiteaStage stage = GiteaStage.head();

        @AfterEach
        void close() {
            stage.close();
        }

        @Override
        public WriteBackTarget target() {
            return stage.target();
        }

        @Override
        public Mutation mutation(String marker) {
            return GiteaStage.mutation("pr-comment", "3", "Mended.", marker);
        }

        @Override
        public int effects() {
            return stage.gitea().comments("acme", "app", 3).size();
        }
    }
}
