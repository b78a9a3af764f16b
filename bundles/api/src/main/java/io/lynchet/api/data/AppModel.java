// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.Schema;

/**
 * The model of the app that serves.
 *
 * @param schema the entities of the manifest and the system entities
 * @param generation begins at 1 and grows by one with each manifest that takes over
 */
public record AppModel(Manifest manifest, Schema schema, long generation) {}
