import { mount } from 'svelte';
import Gallery from './Gallery.svelte';
import '@fontsource-variable/inter/wght.css';
import '../styles/base.css';

const target = document.getElementById('app');
if (target) mount(Gallery, { target });
