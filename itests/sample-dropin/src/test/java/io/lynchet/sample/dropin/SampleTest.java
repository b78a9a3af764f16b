// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sample.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.testkit.EntityBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    private final Entity todo =
            EntityBuilder.entity("Todo").required("title", FieldType.STRING).build();

    @Test
    void titles_areStrippedAndCapitalised() {
        Draft draft = new Draft(todo).set("title", "  buy milk ");
        new TidyTitles().beforeInsert(Principal.ANONYMOUS, draft);
        assertThat(draft.get(todo.fieldOrNull("title"))).isEqualTo("Buy milk");
    }

    @Test
    void titles_thatAreForbidden_areRefused() {
        Draft patch = new Draft(todo).set("title", "do homework");
        assertThatThrownBy(() -> new TidyTitles().beforeUpdate(Principal.ANONYMOUS, "1", patch))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.HOOK_REJECTED));
    }

    @Test
    void domains_areComparedWithoutCase_andNothingIsInNone() {
        SameDomain function = new SameDomain();
        assertThat(function.apply(List.of("ada@Acme.org", "bob@acme.org"))).isEqualTo(true);
        assertThat(function.apply(List.of("ada@acme.org", "bob@other.org"))).isEqualTo(false);
        assertThat(function.apply(Arrays.asList(null, "bob@acme.org"))).isEqualTo(false);
        assertThat(function.apply(List.of("acme.org", "acme.org"))).isEqualTo(false);
    }
}
