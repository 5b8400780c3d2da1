package io.jenkins.plugins.releasepipeline.engine;

import static io.jenkins.plugins.releasepipeline.engine.Pipelines.approval;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.configured;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.source;
import static io.jenkins.plugins.releasepipeline.engine.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** Who approves, how many, and when: what goes beyond CodePipeline's approvals. */
public class ApproversTest {
    private static final StageDeclaration SOURCE = stage("Source", source("Checkout"));
    private static final ActionDeclaration DEPLOY = configured("Deploy", 2, Map.of(), null);

    private final Rehearsal two = asking(Map.of("RequiredApprovals", "2"));
    private final Rehearsal named = asking(Map.of("Approvers", "ada, @release"));
    private final Rehearsal plain = asking(Map.of());

    // how many

    @Test
    public void asManyDifferentPeopleApproveAsTheActionRequires() {
        String first = two.startInto("Production");

        two.accept(approve(two, first, "ada", "tested"));
        assertThat(two.running(first)).containsExactly("GoLive");
        two.accept(approve(two, first, "grace", "looked at it"));

        assertThat(two.running(first)).containsExactly("Deploy");
        assertThat(two.attempt(first, "GoLive").summary()).isEqualTo("ada: tested; grace: looked at it");
        assertThat(two.attempt(first, "GoLive").answers())
                .extracting(ApprovalAnswer::by)
                .containsExactly("ada", "grace");
    }

    @Test
    public void nobodyApprovesTwice() {
        String first = two.startInto("Production");
        two.accept(approve(two, first, "ada", ""));

        Refusal refusal = two.refuse(approve(two, first, "ada", ""));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ConflictException);
        assertThat(refusal.message()).contains("ada has approved already", "2 different people");
    }

    @Test
    public void oneRejectionIsEnough() {
        String first = two.startInto("Production");
        two.accept(approve(two, first, "ada", ""));

        two.reject(first, "GoLive");

        assertThat(two.ended(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void aRetryAsksEverybodyAgain() {
        String first = two.startInto("Production");
        two.accept(approve(two, first, "ada", ""));
        two.reject(first, "GoLive");
        two.retry(first, "Production", RetryMode.FAILED_ACTIONS);

        two.accept(approve(two, first, "ada", ""));

        assertThat(two.running(first)).containsExactly("GoLive");
    }

    // who

    @Test
    public void onlyTheNamedOnesAndMembersOfTheNamedGroupsAnswer() {
        String first = named.startInto("Production");

        Refusal refusal = named.refuse(approve(named, first, "eve", ""));
        assertThat(refusal.error()).isEqualTo(Refusal.Error.AccessDeniedException);
        assertThat(refusal.message()).contains("eve", "ada, @release");
        named.accept(new Command.PutApproval(
                "Production",
                "GoLive",
                token(named, first),
                ApprovalStatus.Approved,
                "",
                new Approver("grace", Set.of("release", "staff"), Set.of()),
                Optional.empty()));

        assertThat(named.running(first)).containsExactly("Deploy");
    }

    @Test
    public void whomADefinitionMeansByAnotherSpellingTheHostSays() {
        Rehearsal shop = asking(Map.of("Approvers", "Ada, Grace", "RequiredApprovals", "2"));
        String first = shop.startInto("Production");
        Approver ada = new Approver("ada", Set.of(), Set.of("Grace"), Set.of("Ada"));

        assertThat(shop.refuse(approve(shop, first, "ada", "")).error()).isEqualTo(Refusal.Error.AccessDeniedException);
        shop.accept(byAuthor(shop, first, ada, Optional.empty()));

        assertThat(shop.refuse(byAuthor(shop, first, ada, Optional.empty())).message())
                .contains("ada has approved already");
        assertThat(shop.running(first)).containsExactly("GoLive");
    }

    @Test
    public void whoMayNotApproveMayNotRejectEither() {
        String first = named.startInto("Production");

        assertThat(named.refuse(new Command.PutApproval(
                                "Production", "GoLive", token(named, first), ApprovalStatus.Rejected, "", "eve"))
                        .error())
                .isEqualTo(Refusal.Error.AccessDeniedException);
    }

    @Test
    public void whoStartedTheExecutionDoesNotApproveItWhenTheActionSaysSo() {
        Rehearsal shop = asking(Map.of("StarterMayApprove", "false"));
        String first = shop.startInto("Production");

        Refusal refusal = shop.refuse(approve(shop, first, "ada", ""));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.AccessDeniedException);
        assertThat(refusal.message()).contains("ada started execution");
        shop.accept(approve(shop, first, "grace", ""));
        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void whateverTheTriggerWhoIsBehindItStartedIt() {
        Rehearsal shop = asking(Map.of("StarterMayApprove", "false"));
        String first = started(
                shop, new Trigger(TriggerType.PutActionRevision, "ada: Checkout abc (1)", List.of("ada", "eve")));

        assertThat(shop.refuse(approve(shop, first, "ada", "")).message()).contains("ada started execution");
        assertThat(shop.refuse(approve(shop, first, "Eve", "")).message()).contains("Eve started execution");
        shop.accept(approve(shop, first, "grace", ""));

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void aStartThatNobodyIsBehindIsNotOfTheOneWhoseNameItsWordsAre() {
        Rehearsal shop = asking(Map.of("StarterMayApprove", "false"));
        String first = started(shop, new Trigger(TriggerType.StartPipelineExecution, "nightly", List.of()));

        shop.accept(approve(shop, first, "nightly", ""));

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void aStartInAnOlderJournalIsOfThePersonInItsDetail() {
        assertThat(((Event.ExecutionStarted) EngineJson.events(
                                        """
                                [{"event": "ExecutionStarted", "at": "2026-01-01T00:00:00Z", "executionId": "e1",
                                  "number": 1, "type": "STANDARD", "definitionVersion": 1, "variables": {},
                                  "trigger": {"type": "StartPipelineExecution", "detail": "ada"},
                                  "sourceRevisions": {}}]""")
                                .get(0))
                        .trigger()
                        .by())
                .containsExactly("ada");
        assertThat(new Trigger(TriggerType.WebhookV2, "a push").by()).isEmpty();
    }

    @Test
    public void whoLetsTheSourcesBeReadAgainIsAStarterAndWhoRetriesAnotherStageIsNot() {
        Rehearsal shop = asking(Map.of("StarterMayApprove", "false"));
        String first = shop.start();
        shop.fail(first, "Checkout");
        shop.retry(first, "Source", RetryMode.FAILED_ACTIONS);
        shop.passUntil(first, "Production");
        assertThat(shop.refuse(approve(shop, first, "grace", "")).message()).contains("grace started execution");
        shop.accept(new Command.PutApproval(
                "Production", "GoLive", token(shop, first), ApprovalStatus.Rejected, "", "linus"));
        shop.accept(new Command.RetryStage(first, "Production", RetryMode.FAILED_ACTIONS, "linus"));

        shop.accept(approve(shop, first, "linus", ""));

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void whoStartedItMayStillReject() {
        Rehearsal shop = asking(Map.of("StarterMayApprove", "false"));
        String first = shop.startInto("Production");

        shop.accept(new Command.PutApproval(
                "Production", "GoLive", token(shop, first), ApprovalStatus.Rejected, "", "ada"));

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    public void whoWroteACommitDoesNotApproveItWhenTheActionSaysSo() {
        Rehearsal shop = asking(Map.of("AuthorsMayApprove", "false"));
        String first = shop.startInto("Production");
        Approver linus = new Approver("linus", Set.of(), Set.of("Linus@example.org"));

        Refusal refusal = shop.refuse(byAuthor(shop, first, linus, Optional.of(Set.of("linus@example.org", "Eve"))));
        assertThat(refusal.error()).isEqualTo(Refusal.Error.AccessDeniedException);
        assertThat(refusal.message()).contains("linus wrote a commit");
        shop.accept(byAuthor(shop, first, Approver.named("grace"), Optional.of(Set.of("linus@example.org"))));

        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void nobodyApprovesCommitsWhoseAuthorsCannotBeTold() {
        Rehearsal shop = asking(Map.of("AuthorsMayApprove", "false"));
        String first = shop.startInto("Production");

        assertThat(shop.refuse(byAuthor(shop, first, Approver.named("grace"), Optional.empty()))
                        .message())
                .contains("cannot be told who wrote these");
    }

    @Test
    public void aPolicyThatIsNoneFailsTheAction() {
        Rehearsal shop = asking(Map.of("RequiredApprovals", "#{codepipeline.PipelineExecutionId}"));
        String first = shop.startInto("Production");

        assertThat(shop.ended(first)).isEqualTo(ExecutionStatus.Failed);
        assertThat(shop.attempt(first, "GoLive").error().orElseThrow().message())
                .contains("RequiredApprovals is 'e1'", "1 to 20");
    }

    // withdrawn

    @Test
    public void anApprovalIsWithdrawnWhileOthersAreMissing() {
        String first = two.startInto("Production");
        two.accept(approve(two, first, "ada", ""));

        two.accept(new Command.WithdrawApproval("Production", "GoLive", token(two, first), "ada"));

        two.accept(approve(two, first, "grace", ""));
        assertThat(two.running(first)).containsExactly("GoLive");
        two.accept(approve(two, first, "ada", ""));
        assertThat(two.running(first)).containsExactly("Deploy");
    }

    @Test
    public void anApprovalIsWithdrawnAsLongAsTheStageHasNotMovedOn() {
        Rehearsal shop = Rehearsal.of(
                SOURCE, stage("Production", approval("GoLive", 1), configured("Smoke", 1, Map.of(), null), DEPLOY));
        String first = shop.startInto("Production");
        String token = token(shop, first);
        shop.accept(approve(shop, first, "ada", ""));

        shop.accept(new Command.WithdrawApproval("Production", "GoLive", token, "ada"));
        shop.succeed(first, "Smoke");

        assertThat(shop.running(first)).containsExactly("GoLive");
        assertThat(token(shop, first)).isNotEqualTo(token);
        shop.approve(first, "GoLive");
        assertThat(shop.running(first)).containsExactly("Deploy");
    }

    @Test
    public void anApprovalIsNotWithdrawnAfterTheStageHasMovedOn() {
        String first = plain.startInto("Production");
        String token = token(plain, first);
        plain.accept(approve(plain, first, "ada", ""));

        Refusal refusal = plain.refuse(new Command.WithdrawApproval("Production", "GoLive", token, "ada"));

        assertThat(refusal.error()).isEqualTo(Refusal.Error.ApprovalAlreadyCompletedException);
        assertThat(refusal.message()).contains("moved on");
    }

    @Test
    public void onlyHisOwnApprovalIsWithdrawn() {
        String first = two.startInto("Production");
        two.accept(approve(two, first, "ada", ""));

        assertThat(two.refuse(new Command.WithdrawApproval("Production", "GoLive", token(two, first), "eve"))
                        .error())
                .isEqualTo(Refusal.Error.ConflictException);
        assertThat(two.refuse(new Command.WithdrawApproval("Production", "GoLive", "guess", "ada"))
                        .error())
                .isEqualTo(Refusal.Error.InvalidApprovalTokenException);
    }

    // ahead

    @Test
    public void anApprovalGivenAheadUntilATimeCountsForTheNextThatAsks() {
        plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "grace"));
        plain.pass(Duration.ofHours(1));
        String first = plain.startInto("Production");

        assertThat(plain.running(first)).containsExactly("Deploy");
        assertThat(plain.attempt(first, "GoLive").updatedBy()).isEqualTo("grace");
        String second = plain.startInto("Production");
        plain.succeed(first, "Deploy");
        assertThat(plain.running(second)).containsExactly("GoLive");
    }

    @Test
    public void anApprovalGivenAheadIsOverAtItsTime() {
        plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "grace"));
        plain.pass(Duration.ofHours(2));

        assertThat(plain.running(plain.startInto("Production"))).containsExactly("GoLive");
    }

    @Test
    public void anApprovalOfARevisionCountsUntilTheRevisionChanges() {
        plain.close("Production");
        String first = delivered("abc");
        plain.accept(ahead(Optional.empty(), Optional.of(first), "grace"));
        String second = delivered("def");
        plain.open("Production");
        assertThat(plain.running(second)).containsExactly("GoLive");
        plain.stop(second);
        plain.reject(second, "GoLive");

        String again = delivered("abc");

        assertThat(plain.running(again)).containsExactly("Deploy");
    }

    @Test
    public void approvalsAheadAndLaterOnesCountTogether() {
        two.accept(new Command.ApproveAhead(
                "Production",
                "GoLive",
                Optional.of(two.now().plusSeconds(60)),
                Optional.empty(),
                "go",
                Approver.named("ada")));
        String first = two.startInto("Production");
        assertThat(two.running(first)).containsExactly("GoLive");
        assertThat(two.refuse(approve(two, first, "ada", "")).error()).isEqualTo(Refusal.Error.ConflictException);

        two.accept(approve(two, first, "grace", ""));

        assertThat(two.running(first)).containsExactly("Deploy");
    }

    @Test
    public void anApprovalAheadIsWithdrawnByWhoGaveIt() {
        plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "grace"));

        plain.accept(new Command.WithdrawApproval("Production", "GoLive", "", "grace"));

        assertThat(plain.running(plain.startInto("Production"))).containsExactly("GoLive");
    }

    @Test
    public void anApprovalAheadDoesNotCountOnceAuthorsMayNotApprove() {
        plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "grace"));
        plain.define(asking(Map.of("AuthorsMayApprove", "false")).state().definition());

        assertThat(plain.running(plain.startInto("Production"))).containsExactly("GoLive");
    }

    @Test
    public void approvalsAheadThatAreOverMakeRoomForOthers() {
        for (int i = 0; i < 50; i++) {
            plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "approver-" + i));
        }
        assertThat(plain.refuse(ahead(Optional.of(Duration.ofHours(4)), Optional.empty(), "grace"))
                        .message())
                .contains("50 approvals ahead");
        plain.pass(Duration.ofHours(3));

        plain.accept(ahead(Optional.of(Duration.ofHours(1)), Optional.empty(), "grace"));

        assertThat(plain.running(plain.startInto("Production"))).containsExactly("Deploy");
    }

    @Test
    public void whoMayNotApproveAnyMoreWhenTheQuestionIsAskedDoesNotCount() {
        plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "grace"));
        plain.present(given -> Optional.empty());
        String first = plain.startInto("Production");
        assertThat(plain.running(first)).containsExactly("GoLive");
        plain.reject(first, "GoLive");
        plain.present(Optional::of);

        assertThat(plain.running(plain.startInto("Production"))).containsExactly("Deploy");
    }

    @Test
    public void whoHasLeftTheGroupOfApproversDoesNotCount() {
        named.accept(new Command.ApproveAhead(
                "Production",
                "GoLive",
                Optional.of(named.now().plusSeconds(60)),
                Optional.empty(),
                "",
                new Approver("grace", Set.of("release"), Set.of())));
        named.present(given -> Optional.of(Approver.named(given.name())));

        assertThat(named.running(named.startInto("Production"))).containsExactly("GoLive");
    }

    @Test
    public void anApprovalAheadIsValidFor60DaysAtMost() {
        assertThat(plain.refuse(ahead(Optional.of(Duration.ofDays(61)), Optional.empty(), "grace"))
                        .message())
                .contains("60 days at most", "2026-03-02");
        String first = delivered("abc");
        plain.reject(first, "GoLive");
        plain.accept(ahead(Optional.empty(), Optional.of(first), "grace"));
        plain.pass(Duration.ofDays(60));

        assertThat(plain.running(delivered("abc"))).containsExactly("GoLive");
    }

    @Test
    public void anApprovalThatIsGivenWhileTheQuestionIsOpenIsForTheNextOne() {
        String first = plain.startInto("Production");
        plain.pass(Duration.ofSeconds(1));
        plain.accept(ahead(Optional.of(Duration.ofHours(2)), Optional.empty(), "grace"));

        plain.accept(new Command.CountEarlyApprovals(
                first, "Production", "GoLive", token(plain, first), List.of(Approver.named("grace"))));

        assertThat(plain.running(first)).containsExactly("GoLive");
    }

    @Test
    public void whoMayApproveIsNeverNobody() {
        assertThatThrownBy(() -> ApprovalPolicy.of(Map.of("Approvers", " , @ ")))
                .hasMessageContaining("names nobody");
        assertThatThrownBy(() -> ApprovalPolicy.of(Map.of("Approvers", "ada, grace", "RequiredApprovals", "3")))
                .hasMessageContaining("names 2 alone");
        assertThat(ApprovalPolicy.of(Map.of("Approvers", "ada, @release", "RequiredApprovals", "3"))
                        .required())
                .isEqualTo(3);
    }

    @Test
    public void whatCannotBeApprovedAheadIsRefusedWithTheReason() {
        assertThat(plain.refuse(ahead(Optional.empty(), Optional.empty(), "grace"))
                        .message())
                .contains("for an execution, or until a time");
        assertThat(plain.refuse(ahead(Optional.of(Duration.ofMinutes(-1)), Optional.empty(), "grace"))
                        .message())
                .contains("is past");
        assertThat(plain.refuse(ahead(Optional.empty(), Optional.of("e99"), "grace"))
                        .message())
                .contains("no revisions yet");
        assertThat(named.refuse(ahead(Optional.of(Duration.ofHours(1)), Optional.empty(), "eve"))
                        .error())
                .isEqualTo(Refusal.Error.AccessDeniedException);
        assertThat(asking(Map.of("AuthorsMayApprove", "false"))
                        .refuse(ahead(Optional.of(Duration.ofHours(1)), Optional.empty(), "grace"))
                        .error())
                .isEqualTo(Refusal.Error.AccessDeniedException);
        assertThat(plain.refuse(new Command.ApproveAhead(
                                "Production",
                                "Deploy",
                                Optional.of(plain.now().plusSeconds(60)),
                                Optional.empty(),
                                "",
                                Approver.named("ada")))
                        .error())
                .isEqualTo(Refusal.Error.ActionNotFoundException);
    }

    private static Rehearsal asking(Map<String, String> policy) {
        return Rehearsal.of(SOURCE, stage("Production", approval("GoLive", 1, policy), DEPLOY));
    }

    private static String started(Rehearsal shop, Trigger trigger) {
        shop.accept(new Command.StartExecution("s1", trigger, Map.of(), Map.of(), Optional.empty()));
        shop.passUntil("s1", "Production");
        return "s1";
    }

    private static String token(Rehearsal shop, String execution) {
        return shop.attempt(execution, "GoLive").actionExecutionId();
    }

    private static Command approve(Rehearsal shop, String execution, String by, String comment) {
        return new Command.PutApproval(
                "Production", "GoLive", token(shop, execution), ApprovalStatus.Approved, comment, by);
    }

    private static Command byAuthor(Rehearsal shop, String execution, Approver by, Optional<Set<String>> authors) {
        return new Command.PutApproval(
                "Production", "GoLive", token(shop, execution), ApprovalStatus.Approved, "", by, authors);
    }

    private Command ahead(Optional<Duration> valid, Optional<String> execution, String by) {
        return new Command.ApproveAhead(
                "Production", "GoLive", valid.map(plain.now()::plus), execution, "", Approver.named(by));
    }

    /** An execution whose source delivered a revision; it stands in or in front of Production then. */
    private String delivered(String revision) {
        String id = plain.start();
        plain.accept(new Command.ActionReported(
                id,
                "Source",
                "Checkout",
                plain.attempt(id, "Checkout").actionExecutionId(),
                ActionStatus.Succeeded,
                "",
                "",
                "",
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.of(new ArtifactRevision(
                        "Checkout", "src", revision, "a change", Optional.empty(), Optional.empty()))));
        return id;
    }
}
