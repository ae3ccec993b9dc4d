# What `cmake --install` puts in place: the library, its headers, the static libraries that it needs, and the package
# that another project's find_package(earful) finds. A program links earful::earful_core.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/earful)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/earful)

# The build names headers by their place in the repository, which no installed target may do. Two headers of others are
# included by ours and go along.
set(third_party kissfft speexdsp_resampler opus_vad yyjson pthreadpool XNNPACK Eigen3)
foreach(target earful_core ${third_party})
  foreach(property INTERFACE_INCLUDE_DIRECTORIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES)
    get_target_property(folders ${target} ${property})
    if(folders)
      set_target_properties(${target} PROPERTIES ${property} "$<BUILD_INTERFACE:${folders}>")
    endif()
  endforeach()
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/build/deps/xnnpack/include/xnnpack.h
  ${PROJECT_SOURCE_DIR}/build/deps/pthreadpool/include/pthreadpool.h DESTINATION ${headers}/third_party)
target_include_directories(XNNPACK INTERFACE $<INSTALL_INTERFACE:${headers}/third_party>)

# reference.h is of the tests, and needs Eigen.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/ DESTINATION ${headers}
  FILES_MATCHING PATTERN *.h PATTERN third_party EXCLUDE PATTERN reference.h EXCLUDE)
target_include_directories(earful_core INTERFACE $<INSTALL_INTERFACE:${headers}>)
target_compile_features(earful_core INTERFACE cxx_std_23)

# XNNPACK's archive has the kernels in it; an exported target must only know their names.
get_target_property(linked XNNPACK LINK_LIBRARIES)
list(FILTER linked INCLUDE REGEX "^xnnpack_")
install(TARGETS earful_core earful_warnings ${third_party} ${linked} EXPORT earful
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/earful)
install(EXPORT earful NAMESPACE earful:: DESTINATION ${package})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/earfulConfigVersion.cmake COMPATIBILITY SameMinorVersion)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/earfulConfig.cmake "include(\${CMAKE_CURRENT_LIST_DIR}/earful.cmake)\n")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/earfulConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/earfulConfigVersion.cmake
  DESTINATION ${package})

execute_process(COMMAND ${PROJECT_SOURCE_DIR}/core/third_party/notices native
  OUTPUT_FILE ${CMAKE_CURRENT_BINARY_DIR}/THIRD_PARTY_NOTICES COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${CMAKE_CURRENT_BINARY_DIR}/THIRD_PARTY_NOTICES
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
