// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordLinesTest {
    private static final OperationKey KEY = new OperationKey("client", "op");
    private static final List<WriteResult.Item> APPLIED =
            List.of(new WriteResult.Item("User", "u1", ChangeKind.INSERT, 7));

    @Test
    void operation_comesBackWithItsRequest() {
        WriteResult answer = new WriteResult(7, APPLIED, false, "digest");
        RecordLines.Operation read = RecordLines.operation(RecordLines.operation(KEY, answer));
        assertThat(read).isEqualTo(new RecordLines.Operation(KEY, answer));
    }

    @Test
    void operation_ofABackupFromBeforeRequestsWereKept_hasNone() {
        byte[] line = ("{\"client\":\"client\",\"operation\":\"op\",\"seq\":7,"
                        + "\"applied\":[{\"entity\":\"User\",\"id\":\"u1\",\"kind\":\"insert\",\"seq\":7}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(RecordLines.operation(line))
                .isEqualTo(new RecordLines.Operation(KEY, new WriteResult(7, APPLIED, false, "")));
    }
}
