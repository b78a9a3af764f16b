// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushChangesTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"shop","version":"1.0.0","routes":[],
             "entities":[
               {"name":"Log","fields":[
                 {"name":"msg","type":"string","optional":false,"unique":false},
                 {"name":"secret","type":"string","optional":true,"unique":false,"serverOnly":true}],"indexes":[]},
               {"name":"Private","fields":[
                 {"name":"body","type":"string","optional":false,"unique":false},
                 {"name":"ownerId","type":"string","optional":false,"unique":false}],"indexes":[]},
               {"name":"Pin","fields":[
                 {"name":"to","type":"id(Private)","optional":true,"unique":false}],"indexes":[]},
               {"name":"User","fields":[
                 {"name":"email","type":"string","optional":true,"unique":true}],"indexes":[]}],
             "policies":[{"name":"pin","entity":"Pin","allow":"true"},{"name":"log","entity":"Log","allow":"true"},
               {"name":"people","entity":"User","allow":"true"},
               {"name":"privOwner","entity":"Private","allow":"auth.userId != null && auth.userId == data.ownerId"}]}""";

    @TempDir
    Path folder;

    private ServedApp app;
    private PushChanges push;

    @BeforeEach
    void begin() throws IOException {
        app = new ServedApp(folder, MANIFEST);
        Gate<ChangeFeed> feed = new Gate<>("feed");
        feed.bind(app.feed());
        push = new PushChanges(app.gate(), feed);
    }

    @AfterEach
    void end() {
        app.close();
    }

    private static FakeRequest by(String user, String json) {
        FakeRequest request = FakeRequest.post("/api/sync/push", json);
        return user == null ? request : request.session(user, "s");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> push(FakeRequest request) {
        Response response = push.handle(request).stage().toCompletableFuture().join();
        assertThat(response.status()).isEqualTo(200);
        return (Map<String, Object>) JsonTree.read(response.bytes()).plain();
    }

    private Map<String, Object> push(String json) {
        return push(by("u1", json));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> result(Map<String, Object> answer, int index) {
        return ((List<Map<String, Object>>) answer.get("results")).get(index);
    }

    private static String codeOf(Map<String, Object> result) {
        return (String) ((Map<?, ?>) result.get("error")).get("code");
    }

    private static String insert(String opId, String msg) {
        return "{'entity':'Log','row_id':'_pending','kind':'insert','data':{'msg':'" + msg + "'}"
                + (opId == null ? "" : ",'op_id':'" + opId + "'") + "}";
    }

    @Test
    void changes_areMadeInOrder_andTheGoodOnesBesideTheBadOnes() {
        String id = "00000000000000000000000000000000000000aa";
        Map<String, Object> answer = push("{'client_id':'c1','changes':["
                + "{'entity':'Log','row_id':'x','kind':'insert','data':{'id':'" + id + "','msg':'one'},'op_id':'op-1'},"
                + "{'entity':'Log','row_id':'" + id + "','kind':'update','data':{'msg':'two'},'op_id':'op-2'},"
                + "{'entity':'Log','row_id':'x','kind':'insert','data':{},'op_id':'op-3'},"
                + "{'entity':'Log','row_id':'nope','kind':'delete','op_id':'op-4'},"
                + "{'entity':'Nothing','row_id':'x','kind':'insert','data':{},'op_id':'op-5'}]}");
        assertThat(answer.get("applied")).isEqualTo(2L);
        assertThat(answer.get("deduped")).isEqualTo(0L);
        assertThat(((List<?>) answer.get("errors"))).hasSize(3);
        assertThat(answer.get("cursor")).isEqualTo(Map.of("last_seq", app.head()));
        assertThat(result(answer, 0))
                .containsEntry("row_id", id)
                .containsEntry("status", "applied")
                .containsKey("seq");
        assertThat(result(answer, 1)).containsEntry("status", "applied");
        assertThat(codeOf(result(answer, 2))).isEqualTo("REQUIRED_FIELD");
        assertThat(codeOf(result(answer, 3))).isEqualTo("NOT_FOUND");
        assertThat(codeOf(result(answer, 4))).isEqualTo("ENTITY_NOT_FOUND");
        assertThat(app.rows("Log"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("msg")).isEqualTo("two"));
    }

    @Test
    void repetition_isAnsweredWithTheFirstResult_theServersRowIdIncluded() {
        String json = "{'client_id':'c1','changes':[" + insert("op-1", "a") + "]}";
        Map<String, Object> first = push(json);
        long head = app.head();
        Map<String, Object> again = push(json);
        assertThat(again.get("applied")).isEqualTo(0L);
        assertThat(again.get("deduped")).isEqualTo(1L);
        assertThat(result(again, 0))
                .containsEntry("status", "replayed")
                .containsEntry("row_id", result(first, 0).get("row_id"))
                .containsEntry("seq", result(first, 0).get("seq"));
        assertThat(app.head()).isEqualTo(head);
    }

    @Test
    void names_belongToCallerAndClient() {
        String json = "{'client_id':'c1','changes':[" + insert("op-1", "a") + "]}";
        push(json);
        assertThat(push(by("u2", json)).get("applied")).isEqualTo(1L);
        assertThat(push(by("u1", json.replace("'c1'", "'c2'"))).get("applied")).isEqualTo(1L);
        assertThat(push(by(null, json)).get("applied")).isEqualTo(1L);
        assertThat(push(by(null, json).from("192.0.2.9")).get("applied")).isEqualTo(1L);
        assertThat(push(by(null, json)).get("deduped")).isEqualTo(1L);
    }

    @Test
    void operation_withAnotherContent_isNotCalledDone() {
        push("{'client_id':'c1','changes':[" + insert("op-1", "a") + "]}");
        Map<String, Object> other =
                push("{'client_id':'c1','changes':[" + insert("op-1", "b") + "," + insert("op-2", "c") + "]}");
        assertThat(codeOf(result(other, 0))).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(result(other, 1)).containsEntry("status", "applied");
        assertThat(app.head()).isEqualTo(2);
    }

    @Test
    void atomicPush_withAnotherContent_isNotCalledDone() {
        String good =
                "{'client_id':'c1','atomic':true,'changes':[" + insert("op-1", "a") + "," + insert("op-2", "b") + "]}";
        push(good);
        Map<String, Object> other = push(good.replace("'msg':'b'", "'msg':'c'"));
        assertThat(other.get("applied")).isEqualTo(0L);
        assertThat(codeOf(result(other, 0))).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(codeOf(result(other, 1))).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(app.head()).isEqualTo(2);
    }

    @Test
    void operation_writtenAnewInOtherWords_isTheSame() {
        String id = "c".repeat(40);
        push("{'changes':[{'entity':'Log','row_id':'x','kind':'insert','data':{'id':'" + id
                + "','msg':'a'},'op_id':'op-1'}]}");
        assertThat(push("{'changes':[{'op_id':'op-1','kind':'insert','entity':'Log','row_id':'y',"
                                + "'data':{ 'msg':'\\u0061', 'id':'" + id + "'}}]}")
                        .get("deduped"))
                .isEqualTo(1L);
    }

    @Test
    void referenceToAHiddenRow_isAnsweredAsOneToAnAbsentRow() {
        Map<String, Object> hers = push(by(
                "u2",
                "{'changes':[{'entity':'Private','row_id':'x','kind':'insert','data':{'body':'b','ownerId':'u2'}}]}"));
        String hidden = (String) result(hers, 0).get("row_id");
        String absent = "0".repeat(40);
        for (String atomic : List.of("true", "false")) {
            String pin = "{'atomic':" + atomic + ",'changes':[" + insert(null, "a")
                    + ",{'entity':'Pin','row_id':'x','kind':'insert','data':{'to':'" + hidden + "'}}]}";
            Map<String, Object> refused = result(push(pin), 1);
            assertThat(codeOf(refused)).isEqualTo("INVALID_REFERENCE");
            assertThat(refused).isEqualTo(result(push(pin.replace(hidden, absent)), 1));
        }
        assertThat(push(by(
                                "u2",
                                "{'changes':[{'entity':'Pin','row_id':'x','kind':'insert','data':{'to':'" + hidden
                                        + "'}}]}"))
                        .get("applied"))
                .isEqualTo(1L);
    }

    @Test
    void failedChange_isTriedAnew_whenItComesAgain() {
        String bad =
                "{'client_id':'c1','changes':[{'entity':'Log','row_id':'x','kind':'insert','data':{},'op_id':'op-1'}]}";
        assertThat(push(bad).get("applied")).isEqualTo(0L);
        assertThat(push("{'client_id':'c1','changes':[" + insert("op-1", "a") + "]}")
                        .get("applied"))
                .isEqualTo(1L);
    }

    @Test
    void atomicPush_isAllOrNothing_andSoIsItsRepetition() {
        String good =
                "{'client_id':'c1','atomic':true,'changes':[" + insert("op-1", "a") + "," + insert("op-2", "b") + "]}";
        Map<String, Object> first = push(good);
        assertThat(first.get("applied")).isEqualTo(2L);
        // A replica has both at the end of their commit, and neither before.
        assertThat(first.get("cursor")).isEqualTo(Map.of("last_seq", app.head()));
        assertThat(result(first, 0).get("seq")).isEqualTo(app.head());
        assertThat(result(first, 1).get("seq")).isEqualTo(app.head());
        Map<String, Object> again = push(good);
        assertThat(result(again, 0).get("seq")).isEqualTo(app.head());
        assertThat(again.get("deduped")).isEqualTo(2L);
        assertThat(result(again, 1).get("row_id")).isEqualTo(result(first, 1).get("row_id"));

        long head = app.head();
        for (String guilty : List.of(
                "{'entity':'Log','row_id':'x','kind':'insert','data':{},'op_id':'op-4'}",
                "{'entity':'Private','row_id':'x','kind':'insert','data':{'body':'b','ownerId':'u2'},'op_id':'op-4'}",
                "{'entity':'Log','row_id':'nope','kind':'delete','op_id':'op-4'}")) {
            Map<String, Object> refused =
                    push("{'client_id':'c1','atomic':true,'changes':[" + insert("op-3", "c") + "," + guilty + "]}");
            assertThat(refused.get("applied")).isEqualTo(0L);
            assertThat(codeOf(result(refused, 0))).isEqualTo("BATCH_REFUSED");
            assertThat(codeOf(result(refused, 1))).isIn("REQUIRED_FIELD", "POLICY_DENIED", "NOT_FOUND");
        }
        assertThat(app.head()).isEqualTo(head);
    }

    @Test
    void policies_holdForEveryChange_andNoRuleIsTold() {
        Map<String, Object> mine = push("{'changes':[{'entity':'Private','row_id':'x','kind':'insert',"
                + "'data':{'body':'b','ownerId':'u1'}}]}");
        String id = (String) result(mine, 0).get("row_id");
        long head = app.head();
        for (String change : List.of(
                "{'entity':'Private','row_id':'x','kind':'insert','data':{'body':'b','ownerId':'u1'}}",
                "{'entity':'Private','row_id':'" + id + "','kind':'update','data':{'body':'stolen'}}",
                "{'entity':'Private','row_id':'" + id + "','kind':'delete'}")) {
            for (String user : new String[] {"u2", null}) {
                Map<String, Object> answer = push(by(user, "{'changes':[" + change + "]}"));
                assertThat(codeOf(result(answer, 0))).isIn("POLICY_DENIED", "NOT_FOUND");
                assertThat(answer.toString()).doesNotContain("privOwner").doesNotContain("auth.userId");
            }
        }
        // A row that may not be read is as absent as one that is not there.
        String absent = "0".repeat(40);
        String hidden = refusal(id).replace(id, absent);
        assertThat(hidden).isEqualTo(refusal(absent));
        assertThat(app.head()).isEqualTo(head);
    }

    private String refusal(String id) {
        Map<String, Object> answer =
                push(by("u2", "{'changes':[{'entity':'Private','row_id':'" + id + "','kind':'delete'}]}"));
        return result(answer, 0).get("error").toString();
    }

    @Test
    void serverOnlyFields_areUnknownToCallers_andNotToAdmins() {
        String json = "{'changes':[{'entity':'Log','row_id':'x','kind':'insert','data':{'msg':'a','secret':'s'}}]}";
        assertThat(push(json).get("applied")).isEqualTo(0L);
        assertThat(push(FakeRequest.post("/api/sync/push", json).admin()).get("applied"))
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert", "update"})
    void addressesOfPeople_areWrittenByTheServer_notByPushes(String kind) {
        push(FakeRequest.post(
                        "/api/sync/push",
                        "{'changes':[{'entity':'User','row_id':'mine','kind':'insert','data':{'email':'a@x'}}]}")
                .admin());
        String id = kind.equals("insert") ? "other" : "mine";
        String change = "{'entity':'User','row_id':'" + id + "','kind':'" + kind + "','data':{'email':'victim@x'}}";
        assertThat(result(push("{'changes':[" + change + "]}"), 0).get("error").toString())
                .contains("READONLY_FIELD");
        assertThat(app.rows("User")).extracting(row -> row.get("email")).containsExactly("a@x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'changes':{}}",
                "{'changes':[],'more':1}",
                "{'changes':[1]}",
                "{'changes':[{'entity':'Log'}]}",
                "{'changes':[{'entity':'Log','row_id':'','kind':'delete'}]}",
                "{'changes':[{'entity':'Log','row_id':'x','kind':'upsert','data':{}}]}",
                "{'changes':[{'entity':'Log','row_id':'x','kind':'insert'}]}",
                "{'changes':[{'entity':'Log','row_id':'x','kind':'delete','op_id':''}]}",
                "{'changes':[{'entity':'Log','row_id':'x','kind':'delete','op_id':'a b'}]}",
                "{'client_id':'','changes':[]}",
                "{'atomic':'yes','changes':[]}"
            })
    void pushOfAWrongShape_isRefusedAsAWhole(String json) {
        refused(json);
    }

    @Test
    void pushesBeyondTheLimits_areRefused() {
        String one = "{'entity':'Log','row_id':'x','kind':'delete'},";
        refused("{'changes':[" + one.repeat(1_000) + one.replace("},", "}") + "]}");
        refused("{'client_id':'" + "c".repeat(101) + "','changes':[]}");
        refused("{'atomic':true,'changes':[" + insert("op-1", "a") + "," + insert(null, "b") + "]}");
    }

    private void refused(String json) {
        long head = app.head();
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> push(json));
        assertThat(error.code().status()).isEqualTo(400);
        assertThat(error.problems()).isNotEmpty();
        assertThat(app.head()).isEqualTo(head);
    }

    @Test
    void everyProblemOfTheShape_isToldAtOnce() {
        LynchetException error = catchThrowableOfType(
                LynchetException.class,
                () -> push(
                        "{'changes':[" + insert("op-1", "a") + ",{'entity':'Log'},{'row_id':'x','kind':'delete'}]}"));
        assertThat(error.problems()).extracting(Problem::path).contains("$.changes[1]", "$.changes[2]");
        assertThat(app.rows("Log")).isEmpty();
    }

    @Test
    void nothing_isNoError() {
        assertThat(push("{'changes':[]}").get("results")).isEqualTo(List.of());
        assertThat(push("{'atomic':true,'changes':[]}").get("results")).isEqualTo(List.of());
    }

    @Test
    void withoutADataService_thePushFailsAsAWhole() {
        PushChanges alone = new PushChanges(new Gate<>("data service"), new Gate<>("feed"));
        LynchetException error = catchThrowableOfType(
                LynchetException.class, () -> alone.handle(by("u1", "{'changes':[" + insert("op-1", "a") + "]}")));
        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
