package io.clawhub.history;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.clawhub.history", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ingestAndQueryMeetOnlyInTheArchive = noClasses()
            .that()
            .resideInAPackage("..history.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..history.query..");

    @ArchTest
    static final ArchRule queryDoesNotKnowIngest = noClasses()
            .that()
            .resideInAPackage("..history.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..history.ingest..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule archiveKnowsNeither = noClasses()
            .that()
            .resideInAPackage("..history.archive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..history.ingest..", "..history.query..");

    @ArchTest
    static final ArchRule packagesAreNamedByTopic = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..common..",
                    "..helper..",
                    "..model..",
                    "..dto..",
                    "..entities..",
                    "..impl..",
                    "..manager..");

    @ArchTest
    static final ArchRule classesAreNamedByConcept =
            noClasses().should().haveSimpleNameEndingWith("Impl").orShould().haveSimpleNameEndingWith("Manager");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.clawhub.history.(*)..").should().beFreeOfCycles();
}
