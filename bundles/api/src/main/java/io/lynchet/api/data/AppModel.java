// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.Schema;

/**
 * The app that serves.
 *
 * @param schema the manifest's entities and the system entities
 * @param generation grows by one with each manifest that takes over, from 1
 */
public record AppModel(Manifest manifest, Schema schema, long generation) {}
