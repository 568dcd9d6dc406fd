package ai.a5c.krate.server.console;

import java.util.Optional;

/**
 * What was asked on the page of a rule, and the answer.
 *
 * @param trial what the rule would make of an event
 * @param whatIf what changed resources would have made of the past
 * @param notice what the last action came to
 */
record RuleAnswers(Optional<TrialCard> trial, Optional<WhatIfCard> whatIf, Optional<Notice> notice) {

    static RuleAnswers of(Optional<TrialCard> trial) {
        return new RuleAnswers(trial, Optional.empty(), Optional.empty());
    }

    static RuleAnswers of(WhatIfCard whatIf) {
        return new RuleAnswers(Optional.empty(), Optional.of(whatIf), Optional.empty());
    }

    static RuleAnswers of(Notice notice) {
        return new RuleAnswers(Optional.empty(), Optional.empty(), Optional.of(notice));
    }
}
