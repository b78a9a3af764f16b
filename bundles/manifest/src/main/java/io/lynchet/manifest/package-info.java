// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The manifest reader: it reads the file into the schema and the rules of an app, reports all errors, and plans the
 * migration from one schema to another.
 */
package io.lynchet.manifest;
