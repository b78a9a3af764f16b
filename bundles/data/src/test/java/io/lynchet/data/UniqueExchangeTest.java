// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.principal.Principal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows exchange unique values in one transaction, each write under its policy. */
class UniqueExchangeTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"Member","fields":[
                {"name":"list","type":"string"},
                {"name":"who","type":"string"}],
               "indexes":[{"name":"once","fields":["list","who"],"unique":true}]},
              {"name":"Item","fields":[
                {"name":"list","type":"string"},
                {"name":"position","type":"int"},
                {"name":"note","type":"string","optional":true}],
               "indexes":[{"name":"place","fields":["list","position"],"unique":true}]},
              {"name":"Remark","fields":[
                {"name":"list","type":"string"},
                {"name":"position","type":"int"}]}],
             "policies":[
              {"name":"member","entity":"Member","allowRead":"data.who == auth.userId"},
              {"name":"item","entity":"Item","allow":"exists(Member where list == data.list && who == auth.userId)"},
              {"name":"remark","entity":"Remark",
               "allow":"exists(Item where list == data.list && position == data.position)"}]}
            """;
    private static final Principal ANN = Principal.user("a".repeat(40));

    @TempDir
    Path folder;

    private ServedApp app;
    private String first;
    private String second;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        app.insert(Principal.ADMIN, "Member", "list", "l", "who", ANN.userId());
        first = app.insert(ANN, "Item", "list", "l", "position", 1L);
        second = app.insert(ANN, "Item", "list", "l", "position", 2L);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private Mutation move(String id, long position) {
        return new Mutation.Update(id, app.draft("Item", "position", position), Mutation.ANY);
    }

    private Mutation remark(long position) {
        return new Mutation.Insert(app.draft("Remark", "list", "l", "position", position));
    }

    @Test
    void exchange_isTaken_andPoliciesOfLaterWritesSeeTheRowsMeanwhile() {
        app.write(ANN, move(first, 2), remark(2), move(second, 3), move(first, 2), remark(3));
        app.write(ANN, move(first, 3), move(second, 2));
        MutationFailure hidden = (MutationFailure) app.refused(
                ErrorCode.POLICY_DENIED, () -> app.write(ANN, move(first, 2), remark(2), move(second, 3), remark(4)));
        assertThat(hidden.index()).isEqualTo(3);
    }

    @Test
    void valueThatIsTakenAtTheEnd_isRefused_andNamesTheWrite() {
        MutationFailure failure = (MutationFailure)
                app.refused(ErrorCode.UNIQUE_VIOLATION, () -> app.write(ANN, remark(1), move(first, 2), remark(2)));
        assertThat(failure.index()).isEqualTo(1);
    }
}
