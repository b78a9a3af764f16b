// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Commands about accounts, sessions, keys and the audit log. */
package io.lynchet.shell.command.auth;
