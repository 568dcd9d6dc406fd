package io.jenkins.plugins.krate.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.match.Glob;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportSettingsTest {

    private static final ReportDefaults OFF = new ReportDefaults(false, List.of(), false, "");
    private static final ReportDefaults ON = new ReportDefaults(true, List.of(), false, "mender");

    @Test
    void nothingIsReportedUntilSomebodyAsksForIt() {
        assertThat(ReportSettings.of(OFF, List.of(), ReportWish.NONE, "app"))
                .isEqualTo(new ReportSettings(false, false, ""));
    }

    @Test
    void theGlobalDefaultHoldsWhereNobodySaysOtherwise() {
        assertThat(ReportSettings.of(ON, List.of(ReportWish.NONE), ReportWish.NONE, "team/app"))
                .isEqualTo(new ReportSettings(true, false, "mender"));
    }

    @Test
    void patternsNarrowTheGlobalDefaultButNotWhatAFolderOrJobSays() {
        ReportDefaults some = new ReportDefaults(true, List.of(Glob.of("team/**")), false, "");

        assertThat(reports(some, ReportWish.NONE, ReportWish.NONE, "team/app")).isTrue();
        assertThat(reports(some, ReportWish.NONE, ReportWish.NONE, "other/app")).isFalse();
        assertThat(reports(some, ReportWish.NONE, wish(ReportChoice.ON), "other/app"))
                .isTrue();
    }

    /** Every global default, outer folder, inner folder and job: the innermost that says something wins. */
    @Test
    void theNearestPlaceThatSaysSomethingWins() {
        for (boolean global : new boolean[] {true, false}) {
            for (ReportChoice outer : ReportChoice.values()) {
                for (ReportChoice inner : ReportChoice.values()) {
                    for (ReportChoice own : ReportChoice.values()) {
                        boolean expected = global;
                        for (ReportChoice choice : List.of(outer, inner, own)) {
                            expected = choice == ReportChoice.INHERIT ? expected : choice == ReportChoice.ON;
                        }
                        assertThat(ReportSettings.of(
                                                global ? ON : OFF,
                                                List.of(wish(outer), wish(inner)),
                                                wish(own),
                                                "a/b/c")
                                        .reports())
                                .as("%s %s %s %s", global, outer, inner, own)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void theStackIsInheritedByItselfWhateverTheChoiceIs() {
        ReportWish folder = new ReportWish(ReportChoice.OFF, " folder-stack ");

        assertThat(ReportSettings.of(ON, List.of(folder), wish(ReportChoice.ON), "a/b"))
                .isEqualTo(new ReportSettings(true, false, "folder-stack"));
        assertThat(ReportSettings.of(ON, List.of(folder), new ReportWish(ReportChoice.INHERIT, "own"), "a/b"))
                .isEqualTo(new ReportSettings(false, false, "own"));
    }

    @Test
    void abortedBuildsAreReportedOnlyWhereFailedOnesAre() {
        ReportDefaults aborted = new ReportDefaults(true, List.of(), true, "");

        assertThat(ReportSettings.of(aborted, List.of(), ReportWish.NONE, "a").aborted())
                .isTrue();
        assertThat(ReportSettings.of(aborted, List.of(), wish(ReportChoice.OFF), "a")
                        .aborted())
                .isFalse();
        assertThat(ReportSettings.of(ON, List.of(), wish(ReportChoice.ON), "a").aborted())
                .isFalse();
    }

    private static boolean reports(ReportDefaults defaults, ReportWish folder, ReportWish own, String job) {
        return ReportSettings.of(defaults, List.of(folder), own, job).reports();
    }

    private static ReportWish wish(ReportChoice choice) {
        return new ReportWish(choice, "");
    }
}
