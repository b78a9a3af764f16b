// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The settings in layers (features, files, environment, options), checked against the bundles' declarations, and
 * watched while the process runs.
 */
package io.lynchet.launcher.config;
