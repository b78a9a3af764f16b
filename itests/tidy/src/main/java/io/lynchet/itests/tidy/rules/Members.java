// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.lynchet.itests.tidy.JavaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** The types and methods of one source, each with the type around it. */
record Members(List<Type> types, List<Method> methods) {

    record Type(ClassTree tree, TreePath path) {
        String name() {
            return tree.getSimpleName().toString();
        }

        boolean isPublic() {
            return tree.getModifiers().getFlags().contains(Modifier.PUBLIC);
        }

        /** Whether others see it: it is public, or a member of a public interface, and so is all around it. */
        boolean isVisible() {
            for (TreePath at = path; at != null; at = at.getParentPath()) {
                if (at.getLeaf() instanceof ClassTree type && !isPublic(type, at)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isPublic(ClassTree type, TreePath at) {
            return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    || at.getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
        }
    }

    record Method(MethodTree tree, TreePath path, ClassTree owner) {
        String name() {
            boolean constructor = tree.getReturnType() == null;
            return constructor
                    ? owner.getSimpleName().toString()
                    : tree.getName().toString();
        }

        boolean isConstructor() {
            return tree.getReturnType() == null;
        }

        boolean has(String annotation) {
            return tree.getModifiers().getAnnotations().stream()
                    .map(a -> a.getAnnotationType().toString())
                    .map(a -> a.substring(a.lastIndexOf('.') + 1))
                    .anyMatch(annotation::equals);
        }

        Set<Modifier> flags() {
            return tree.getModifiers().getFlags();
        }
    }

    static Members of(JavaSource source) {
        List<Type> types = new ArrayList<>();
        List<Method> methods = new ArrayList<>();
        new TreePathScanner<Void, ClassTree>() {
            @Override
            public Void visitClass(ClassTree tree, ClassTree owner) {
                if (!tree.getSimpleName().isEmpty()) {
                    types.add(new Type(tree, getCurrentPath()));
                }
                return super.visitClass(tree, tree);
            }

            @Override
            public Void visitMethod(MethodTree tree, ClassTree owner) {
                methods.add(new Method(tree, getCurrentPath(), owner));
                return super.visitMethod(tree, owner);
            }
        }.scan(source.unit(), null);
        return new Members(types, methods);
    }
}
