// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes of backups and of their tasks. */
package io.lynchet.backup.routes;
