package io.clawhub.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

@AnalyzeClasses(packages = "io.clawhub.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule coreKnowsNoProtocol = noClasses()
            .that()
            .resideInAPackage("..core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..protocol..",
                    "..gateway.websocket..",
                    "..gateway.http..",
                    "..gateway.json..",
                    "..gateway.files..");

    @ArchTest
    static final ArchRule adaptersKnowNeitherKafkaNorTheDatabase = noClasses()
            .that()
            .resideInAPackage("..protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "io.quarkus.hibernate..", "jakarta.persistence..", "io.vertx.sqlclient..");

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther =
            SlicesRuleDefinition.slices().matching("..protocol.(*)..").should().notDependOnEachOther();

    /** Each layer of Agent Club knows only the one below. */
    @ArchTest
    static final ArchRule engineIoKnowsNothingAbove = noClasses()
            .that()
            .resideInAPackage("..agentclub.engineio..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("..agentclub..").and(resideOutsideOfPackage("..agentclub.engineio..")));

    @ArchTest
    static final ArchRule socketIoKnowsNothingAbove = noClasses()
            .that()
            .resideInAPackage("..agentclub.socketio..")
            .should()
            .dependOnClassesThat(resideInAPackage("..agentclub..")
                    .and(resideOutsideOfPackages("..agentclub.engineio..", "..agentclub.socketio..")));

    /** What adapters share: it serves them all, so it knows none of them. */
    @ArchTest
    static final ArchRule sharedRoomsKnowNoAdapter = noClasses()
            .that()
            .resideInAnyPackage("..gateway.websocket..", "..gateway.http..", "..gateway.json..", "..gateway.files..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..protocol..");

    @ArchTest
    static final ArchRule theCoresRoomsDependOneWay =
            SlicesRuleDefinition.slices().matching("..core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheLogSpeaksKafka = noClasses()
            .that()
            .resideOutsideOfPackages("..core.log..", "..core.routing..", "..core.outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule onlyTheFilesStoreSpeaksS3 = noClasses()
            .that()
            .resideOutsideOfPackage("..core.attachments..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule entitiesStayInTheirRoom = classes()
            .that()
            .areAnnotatedWith(jakarta.persistence.Entity.class)
            .should()
            .bePackagePrivate();

    /** They would be seeded once and for all when a native image is built, which therefore refuses them. */
    @ArchTest
    static final ArchRule noGeneratorIsStatic = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(java.util.Random.class));

    @ArchTest
    static final ArchRule roomsAreNamedByTopic = noClasses()
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
    static final ArchRule framesAreClosedSets = classes()
            .that()
            .haveSimpleNameEndingWith("Frame")
            .and()
            .resideInAPackage("..protocol..")
            .should()
            .beInterfaces()
            .orShould()
            .beRecords();
}
