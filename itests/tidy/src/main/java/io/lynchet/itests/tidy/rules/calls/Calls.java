// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules.calls;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.lynchet.itests.tidy.JavaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the calls of a source and gives each the spelling that {@link Ban} uses: {@code System.out}, {@code new
 * Thread}, {@code new Random()} (no argument), {@code printStackTrace} (whatever it is called on), {@code unguarded
 * scheduleAtFixedRate} (of a task that no {@code Loop} guards), {@code format by the machine's locale}.
 */
final class Calls extends TreePathScanner<Void, Void> {

    /** One call. */
    record Call(String spelling, int line) {}

    private static final Set<String> STREAMS = Set.of("System.out", "System.err");

    private static final Set<String> REPEATING = Set.of("scheduleWithFixedDelay", "scheduleAtFixedRate");

    private final JavaSource source;
    private final List<Call> found = new ArrayList<>();

    private Calls(JavaSource source) {
        this.source = source;
    }

    static List<Call> in(JavaSource source) {
        Calls calls = new Calls(source);
        calls.scan(source.unit(), null);
        return calls.found;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
        if (tree.getMethodSelect() instanceof MemberSelectTree select) {
            call(select.getExpression(), select.getIdentifier().toString(), tree);
        } else if (tree.getMethodSelect() instanceof IdentifierTree name) {
            staticImport(name.getName().toString(), tree);
        }
        repeated(tree);
        if (LocaleFormat.isUsedBy(tree, source.unit())) {
            add("format by the machine's locale", tree);
        }
        return super.visitMethodInvocation(tree, null);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
        if (tree.getMode() == MemberReferenceTree.ReferenceMode.NEW) {
            add("new " + lastName(tree.getQualifierExpression()), tree);
        } else {
            call(tree.getQualifierExpression(), tree.getName().toString(), tree);
        }
        return super.visitMemberReference(tree, null);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
        String spelling = lastName(tree.getExpression()) + "." + tree.getIdentifier();
        if (STREAMS.contains(spelling)) {
            add(spelling, tree);
        }
        return super.visitMemberSelect(tree, null);
    }

    @Override
    public Void visitNewClass(NewClassTree tree, Void nothing) {
        String type = lastName(tree.getIdentifier());
        if (!(type.equals("Thread") && makesThreadFor(tree))) {
            add("new " + type, tree);
            if (tree.getArguments().isEmpty()) {
                add("new " + type + "()", tree);
            }
        }
        return super.visitNewClass(tree, null);
    }

    private void call(ExpressionTree on, String method, Tree tree) {
        String owner = lastName(on);
        add(method, tree);
        // TimeUnit.SECONDS.sleep(1): the type stands one further to the left.
        boolean unit = on instanceof MemberSelectTree left
                && lastName(left.getExpression()).equals("TimeUnit");
        add((unit ? "TimeUnit" : owner) + "." + method, tree);
    }

    /** A task that an executor repeats, and that is not kept from throwing. */
    private void repeated(MethodInvocationTree tree) {
        String method = lastName(tree.getMethodSelect());
        if (REPEATING.contains(method) && !tree.getArguments().get(0).toString().contains(".repeating(")) {
            add("unguarded " + method, tree);
        }
    }

    private void staticImport(String method, Tree tree) {
        source.unit().getImports().stream()
                .filter(i ->
                        i.isStatic() && i.getQualifiedIdentifier().toString().endsWith("." + method))
                .map(i -> i.getQualifiedIdentifier().toString().split("\\."))
                .forEach(name -> add(name[name.length - 2] + "." + method, tree));
    }

    /** Whether this is the body of a thread factory: {@code r -> new Thread(r, "name")} or a method newThread. */
    private boolean makesThreadFor(NewClassTree tree) {
        if (tree.getArguments().size() < 2) {
            return false;
        }
        String job =
                tree.getArguments().get(tree.getArguments().size() > 2 ? 1 : 0).toString();
        for (TreePath at = getCurrentPath(); at != null; at = at.getParentPath()) {
            if (at.getLeaf() instanceof LambdaExpressionTree lambda) {
                return lambda.getParameters().size() == 1
                        && lambda.getParameters().get(0).getName().contentEquals(job);
            }
            if (at.getLeaf() instanceof MethodTree method) {
                return method.getName().contentEquals("newThread");
            }
        }
        return false;
    }

    private static String lastName(Tree tree) {
        String text = tree.toString();
        int generic = text.indexOf('<');
        String plain = generic < 0 ? text : text.substring(0, generic);
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private void add(String spelling, Tree tree) {
        found.add(new Call(spelling, source.line(tree)));
    }
}
