// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.backup.BackupTarget;
import io.lynchet.testkit.backup.BackupTargetContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class S3TargetTest extends BackupTargetContract {
    private S3Scene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new S3Scene();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Override
    protected BackupTarget target() {
        return scene.target();
    }

    @Override
    protected String location() {
        return S3Scene.PLACE;
    }
}
