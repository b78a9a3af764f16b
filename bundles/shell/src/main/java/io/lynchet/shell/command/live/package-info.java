// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Commands about sockets, subscriptions and rooms. */
package io.lynchet.shell.command.live;
